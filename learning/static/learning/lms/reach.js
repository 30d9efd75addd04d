/**
 * Whether the place this page came from can be reached now. A learning platform may say that it
 * kept something while the network is gone, so it is asked for a small file of ours first. A page
 * that asks to sign in, or to pay for the network, is not that file.
 *
 * A platform's app that plays the course from the device itself (Moodle's does) keeps everything
 * without a network and carries it home: it can always be reached.
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FILE = "atoll/here.txt";
  const CONTENT = "here";
  const LONGEST = 10000; // ms

  const isOnDevice =
    !/^https?:$/.test(location.protocol) || location.hostname === "localhost";

  /** Tell whether the browser itself says that there is no network to the platform. */
  Atoll.isCutOff = () => navigator.onLine === false && !isOnDevice;

  /** Give a promise of true or false. */
  Atoll.isReachable = async function () {
    if (isOnDevice) return true;
    if (Atoll.isCutOff()) return false;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LONGEST);
    try {
      const address = FILE + "?" + Date.now().toString(36);
      const answer = await fetch(address, { cache: "no-store", signal: stop.signal });
      return answer.ok && (await answer.text()).trim() === CONTENT;
    } catch (error) {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
})();
