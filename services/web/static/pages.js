// What pages do better with a script; without one every form still works.

/** Lets people type to narrow a long choice down. */
function narrowed(select) {
  const all = [...select.options].filter((option) => option.value);
  if (select.dataset.ready || all.length < 12) return;
  select.dataset.ready = "yes";
  const input = document.createElement("input");
  input.type = "search";
  input.className = "narrow-down";
  input.placeholder = select.dataset.search;
  input.autocomplete = "off";
  input.setAttribute("aria-label", `${select.labels[0]?.firstChild.textContent.trim()}: ${select.dataset.search}`);
  input.setAttribute("aria-controls", select.id);
  const whole = [...select.childNodes];
  input.addEventListener("input", () => {
    const words = input.value.trim().toLowerCase();
    const chosen = select.value;
    select.replaceChildren(...whole);
    if (words) {
      const fit = all.filter((option) => within(option).includes(words));
      const copies = fit.map((option) => new Option(within(option, true), option.value));
      if (copies.length) select.replaceChildren(...(select.required ? [] : [whole.find((node) => node.value === "")].filter(Boolean)), ...copies);
      if (copies.length && !fit.some((option) => option.value === chosen)) select.value = copies[0].value;
    }
    if (!words || [...select.options].some((option) => option.value === chosen && chosen)) select.value = chosen;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); select.focus(); }
    if (event.key === "ArrowDown") { event.preventDefault(); select.focus(); }
  });
  select.before(input);
}

function within(option, shown = false) {
  const group = option.parentElement?.label ?? "";
  const text = option.textContent.trim();
  return shown ? (group ? `${group} · ${text}` : text) : `${group} ${text} ${option.value}`.toLowerCase();
}

/** Fills in where the reporter stands, when asked to. */
function locating(part) {
  if (part.dataset.ready || !navigator.geolocation) return;
  part.dataset.ready = "yes";
  part.hidden = false;
  const form = part.closest("form");
  const said = part.querySelector("[role=status]");
  part.querySelector("button").addEventListener("click", () => {
    said.textContent = part.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements["location.lon"].value = coords.longitude.toFixed(6);
        form.elements["location.lat"].value = coords.latitude.toFixed(6);
        form.elements["place.unit"].required = false;
        said.textContent = part.dataset.located.replace("#", Math.round(coords.accuracy));
        document.body.dispatchEvent(new Event("located"));
      },
      () => { said.textContent = part.dataset.lost; },
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  });
}

/** Sends a form as soon as its choice changes. */
function sendOnChange(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

function prepare() {
  document.querySelectorAll("select[data-search]").forEach(narrowed);
  document.querySelectorAll("[data-locate]").forEach(locating);
  document.querySelectorAll("form[data-send-on-change]").forEach(sendOnChange);
}

prepare();
document.addEventListener("htmx:after:settle", () => {
  prepare();
  document.querySelector("main [role=alert]")?.scrollIntoView({ block: "center" });
});
