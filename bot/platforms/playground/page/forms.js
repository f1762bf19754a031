// A form of the bot, and a question before something that cannot be taken back, as dialogs.

import { byId, element } from "./dom.js";

const inputs = {
  text: (field, common) => element("input", { type: "text", maxlength: field.most, value: field.initial, ...common }),
  long: (field, common) => {
    const made = element("textarea", { maxlength: field.most, rows: "5", ...common });
    made.value = field.initial;
    return made;
  },
  choose: (field, common) =>
    element("select", common,
      // Nothing is chosen for somebody who has not chosen.
      field.choices.some((choice) => choice.value === field.initial) ? null : element("option", { value: "" }, "Choose…"),
      ...field.choices.map((choice) => element("option", { value: choice.value, selected: choice.value === field.initial }, choice.label))),
};

function drawField(field) {
  const id = `field-${field.name}`;
  const described = [field.hint ? `${id}-hint` : null, `${id}-problem`].filter(Boolean).join(" ");
  const input = inputs[field.kind](field, { id, name: field.name, "aria-describedby": described, required: !field.optional });
  return element("div", { class: "field" },
    element("label", { for: id }, field.label, field.optional ? element("small", {}, " (optional)") : null),
    input,
    field.hint ? element("p", { class: "field-hint", id: `${id}-hint` }, field.hint) : null,
    element("p", { class: "problem", id: `${id}-problem`, role: "alert" }));
}

function showProblems(problems) {
  let first = null;
  for (const input of byId("form-fields").querySelectorAll("input, textarea, select")) {
    const found = problems.find((one) => one.field === input.name);
    byId(`${input.id}-problem`).textContent = found?.problem ?? "";
    if (found) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    first ??= found ? input : null;
  }
  first?.focus();
}

// Shows the form until it is sent without problems or given up. `send` gets the values and answers with problems, if any.
export function openForm(form, send) {
  const dialog = byId("form-dialog");
  const inner = byId("form");
  byId("form-title").textContent = form.title;
  byId("form-intro").textContent = form.intro;
  byId("form-submit").textContent = form.submit || "Send";
  byId("form-fields").replaceChildren(...form.fields.map(drawField));
  inner.onsubmit = async (event) => {
    event.preventDefault();
    const missing = form.fields.filter((field) => !field.optional && !inner.elements[field.name].value.trim());
    if (missing.length > 0) {
      showProblems(missing.map((field) => ({ field: field.name, problem: "Please fill this in." })));
      return;
    }
    const values = Object.fromEntries(form.fields.map((field) => [field.name, inner.elements[field.name].value]));
    byId("form-submit").disabled = true;
    try {
      const problems = await send(values);
      if (problems.length > 0) showProblems(problems);
      else dialog.close();
    } finally {
      byId("form-submit").disabled = false;
    }
  };
  byId("form-cancel").onclick = () => dialog.close();
  dialog.showModal();
  byId("form-fields").querySelector("input, textarea, select")?.focus();
}

// Whether the answer was yes.
export function confirmed({ title, text, yes }) {
  const dialog = byId("confirm-dialog");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = yes;
  dialog.returnValue = "no";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
