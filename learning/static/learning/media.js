/**
 * One player plays at a time, and none in a closed choice. Reads a lesson aloud where the device
 * itself has a voice for its language.
 *
 *   <p data-aloud="fr" hidden><button data-pause="Pause">Read aloud</button> <button>Stop</button>
 */
(function () {
  "use strict";
  var TEXTS = "h1,h2,h3,h4,p,li,dt,dd,th,td,figcaption,summary";
  var bar = document.querySelector("[data-aloud]");
  var speech = window.speechSynthesis;
  var place = 0, found = [], now, voice, go, words;

  function hush(root, but) {
    root.querySelectorAll("audio,video").forEach(function (player) {
      if (player !== but) {
        player.pause();
      }
    });
  }

  function mark(isRead) {
    if (found[place]) {
      found[place].classList.toggle("aloud-now", isRead);
    }
  }

  // Some phones take a pause for an end; so this ends, and going on reads the text again.
  function rest(at) {
    if (now) {
      now = null;
      speech.cancel();
      go.textContent = words;
    }
    mark(false);
    place = at;
  }

  function read() {
    var text = found[place];
    var said = now = new SpeechSynthesisUtterance(text.textContent);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = function () {
      if (said === now) {
        mark(false);
        place += 1;
        if (found[place]) {
          read();
        } else {
          rest(0);
        }
      }
    };
    mark(true);
    text.scrollIntoView({ block: "nearest" });
    speech.speak(said);
  }

  function isRead(text) {
    return !text.querySelector(TEXTS) &&
      !text.closest("form,.media-choice,details:not([open])>:not(summary)");
  }

  function find() {
    voice = speech.getVoices().find(function (each) {
      return each.localService && each.lang.slice(0, 2) === bar.dataset.aloud.slice(0, 2);
    });
    bar.hidden = !voice;
  }

  document.addEventListener("play", function (event) {
    var player = event.target;
    var captions = player.textTracks[0];
    hush(document, player);
    rest(place);
    // If they were the default, they would load with the page.
    if (captions && !player.played.length) {
      captions.mode = "showing";
    }
  }, true);
  document.addEventListener("toggle", function (event) {
    if (!event.target.open) {
      hush(event.target);
    }
  }, true);

  if (bar && speech) {
    go = bar.children[0];
    words = go.textContent;
    go.onclick = function () {
      if (now) {
        rest(place);
        return;
      }
      found = [].filter.call(document.querySelectorAll(TEXTS), function (text) {
        return text.closest(".content") && isRead(text);
      });
      place = found[place] ? place : 0;
      hush(document);
      go.textContent = go.dataset.pause;
      read();
    };
    bar.children[1].onclick = window.onpagehide = function () {
      rest(0);
    };
    speech.onvoiceschanged = find;
    find();
  }
})();
