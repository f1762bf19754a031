// Elements without markup from strings: what came from the server is only ever set as text.

export const byId = (id) => document.getElementById(id);

export function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const shapes = {
  lock: ["M7 10.500V8a5 5 0 0 1 10 0v2.500", "M5.500 10.500h13v9h-13z"],
  out: ["M9 5h10v10", "M19 5 6 18"],
  tick: ["m5 12.500 4.500 4.500L19 7.500"],
};

export function icon(name, className) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  for (const d of shapes[name]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const initials = (name) => name.split(" ").map((word) => word[0]).slice(0, 2).join("");

export function avatar(people, id) {
  const at = people.findIndex((person) => person.id === id);
  if (at < 0) return element("span", { class: "avatar", "aria-hidden": "true" }, element("img", { src: "/playground/icon.svg", alt: "" }));
  return element("span", { class: `avatar ${["one", "two", "three"][at % 3]}`, "aria-hidden": "true" }, initials(people[at].name));
}
