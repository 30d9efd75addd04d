/**
 * Form fields of worksheets. Each is saved as it is typed: `keep(text)` is called at once.
 *
 * <div class="field" data-path="code"> label, hint, error, control </div>
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const make = Atoll.make;
  let fields = 0;

  function newId() {
    fields += 1;
    return "atoll-field-" + fields;
  }

  function select(options, attributes) {
    const made = ["", ...options].map((text) => make("option", { value: text }, text));
    return make("select", attributes, ...made);
  }

  function control(field, attributes) {
    if (field.type === "long") return make("textarea", Object.assign({ rows: "3" }, attributes));
    if (field.type === "choice") return select(field.options, attributes);
    const number = { type: "text", inputmode: "decimal", dir: "ltr" };
    const kind = { number, date: { type: "date" } }[field.type] || { type: "text" };
    return make("input", Object.assign({ autocomplete: "off" }, kind, attributes));
  }

  /** Give a field; `value` is its text, `path` where faults of it stand. */
  function field(definition, path, value, keep) {
    const id = newId();
    const hints = [definition.hint,
      definition.default && Atoll.word("tool-default", { value: definition.default })];
    const attributes = { id, "aria-describedby": id + "-hint " + id + "-error" };
    if (definition.required) attributes["aria-required"] = "true";
    const input = control(definition, attributes);
    input.value = value;
    if (input.value !== value && definition.type !== "long") hints.push(value); // never hidden
    input.addEventListener("input", () => keep(input.value));
    const unit = definition.unit ? " (" + definition.unit + ")" : "";
    const mark = definition.required ? " *" : "";
    const kind = definition.type === "long" ? "field usb-long" : "field";
    return make("div", { class: kind, "data-path": path },
      make("label", { for: id }, definition.label + unit + mark),
      make("p", { class: "muted", id: id + "-hint" }, hints.filter(Boolean).join(" ")),
      make("p", { class: "error", id: id + "-error" }),
      input);
  }

  /** Give a question answered by choosing one of `choices`: [value, text]; `about` stands above. */
  function choice({ path, legend, hint, about, choices, value }, keep) {
    const name = newId();
    const options = choices.map(([key, text]) => {
      const input = make("input", { type: "radio", name, value: key });
      input.checked = key === value;
      input.addEventListener("change", () => keep(key));
      return make("label", { class: "opt" }, input, make("span", {}, text));
    });
    return make("fieldset", { class: "usb-choice", "data-path": path },
      make("legend", { class: "prompt" }, legend),
      hint && make("p", { class: "muted" }, hint),
      about,
      make("p", { class: "error" }),
      make("div", { class: "usb-choices" }, ...options));
  }

  function checkbox(label, isChecked, keep) {
    const input = make("input", { type: "checkbox" });
    input.checked = isChecked;
    input.addEventListener("change", () => keep(input.checked));
    return make("label", { class: "opt" }, input, make("span", {}, label));
  }

  function button(word, act, isMain) {
    const attributes = { class: isMain ? "btn" : "btn q", type: "button" };
    const made = make("button", attributes, Atoll.word(word));
    made.addEventListener("click", act);
    return made;
  }

  const actions = (...buttons) => make("p", { class: "actions" }, ...buttons);

  function clear(root) {
    root.querySelectorAll(".error").forEach((each) => (each.textContent = ""));
    root.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  }

  /** Show a fault at its field; give what leads to it from the summary. */
  function showOne(root, fault) {
    const sentence = Atoll.word("fault-" + fault.name, fault.values);
    const place = Array.from(root.querySelectorAll("[data-path]")).find(
      (each) => each.dataset.path === fault.path);
    if (!place) return make("li", {}, sentence);
    const input = place.querySelector("input, select, textarea");
    place.querySelector(".error").textContent = "✗ " + sentence;
    input.setAttribute("aria-invalid", "true");
    const label = place.querySelector("label, legend").textContent.replace(/ \*$/, "");
    const link = make("a", { href: location.hash || "#" }, label + ": " + sentence);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      input.focus();
    });
    return make("li", {}, link);
  }

  /** Show `faults` in `summary` and at their fields in `root`; give whether there are none. */
  function showFaults(root, summary, faults) {
    clear(root);
    Atoll.fill(summary);
    if (!faults.length) return true;
    const list = make("ul", {}, ...faults.map((each) => showOne(root, each)));
    Atoll.fill(summary, Atoll.panel(false, Atoll.word("tool-faults"), list));
    summary.focus();
    return false;
  }

  const newSummary = () => make("div", { tabindex: "-1", role: "alert" });

  Atoll.fields = { field, choice, checkbox, button, actions, showFaults, newSummary };
})();
