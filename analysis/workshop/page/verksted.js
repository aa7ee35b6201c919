"use strict";
// What the server has told: the inputs (base), and the state of the workshop (now).
let base = null, now = null, socket = null, part = "", lost = false;
const pending = { timer: null, message: null };
const draft = { on: false };
const $ = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function send(message) {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify(message));
  $("svar").setAttribute("aria-busy", "true");
}

// While a slider moves, a value is sent at once, and then the last one when the answer is there,
// or every 60 milliseconds.
function sendSoon(message) {
  if (pending.timer !== null) {
    pending.message = message;
    return;
  }
  send(message);
  pending.timer = setTimeout(sendPending, 60);
}

function sendPending() {
  clearTimeout(pending.timer);
  const last = pending.message;
  pending.timer = pending.message = null;
  if (last) sendSoon(last);
}

// The token is in the cookie from now on, and need not stand in the address.
const address = new URL(location.href);
if (address.searchParams.has("adgang")) {
  address.searchParams.delete("adgang");
  history.replaceState(null, "", address);
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss://" : "ws://";
  socket = new WebSocket(scheme + location.host + "/strom");
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("open", () => {
    if (lost) say("");
    lost = false;
    if (draft.on && draft.message) send(draft.message);
  });
  socket.addEventListener("close", () => {
    lost = true;
    say("Siden har mistet forbindelsen med verkstedet. Den prøver igjen. Det som ikke var lagret, " +
      "ligger der verkstedet kjører, så lenge det kjører.");
    setTimeout(connect, 1000);
  });
}

function receive(message) {
  if (message.grunnlag) {
    base = message.grunnlag;
    build();
  } else if (message.feil || message.melding) {
    say(message.feil || message.melding);
    held = null;
  } else if (message.konflikter) {
    showConflicts(message.konflikter);
  } else {
    now = { ...now, ...message };  // only what is new is sent
    if (message.svar) sendPending();
  }
  showSoon();  // also what is refused is answered
}

// Several messages before the next picture are shown as one.
let waiting = false;
function showSoon() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => { waiting = false; show(); }, 0);
}

// A button that has nothing to do keeps its place for the keyboard.
function able(button, yes) {
  button.setAttribute("aria-disabled", String(!yes));
}

// Shows something anew, and touches only what differs: the rest need not be painted again, and keeps
// the keyboard and how far it is scrolled. What handles an event there may know only the element.
function renew(place, ...children) {
  const fresh = children.flat().map((child) => child instanceof Node ? child : new Text(child));
  fresh.forEach((child, number) => {
    const old = place.childNodes[number];
    if (!old) place.append(child);
    else if (old.nodeName !== child.nodeName) old.replaceWith(child);
    else if (child instanceof Text) write(old, child.data);
    else {
      renewAttributes(old, child);
      renew(old, ...child.childNodes);
    }
  });
  while (place.childNodes.length > fresh.length) place.lastChild.remove();
}

function renewAttributes(old, fresh) {
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const name of fresh.getAttributeNames()) {
    // A style may be set here, but not as an attribute.
    if (name === "style") old.style.cssText = fresh.style.cssText;
    else if (old.getAttribute(name) !== fresh.getAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  }
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function wide(id, label, ...children) {
  return make("div", { class: "wide", id, tabindex: 0, role: "region", "aria-label": label }, ...children);
}

function caption(...texts) {
  return make("caption", {}, make("span", {}, ...texts));
}

function say(text) {
  write($("melding"), text);
}

// A name inside a sentence; «IKT» keeps its capitals.
function small(name) {
  return /^.\p{Lu}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

function nameOf(code) {
  if (code === "") return "Alle samlet";
  return base.kommuner.find((one) => one.id === code).navn;
}

// ---- What is built once -----------------------------------------------------------------------

function build() {
  const written = {}, focused = document.activeElement.id;
  for (const name of ["hvem", "hvorfor", "forsoksnavn"]) if ($(name)) written[name] = $(name).value;
  document.title = "Verksted: " + base.tittel;
  $("tittel").textContent = "Verksted: " + base.tittel;
  $("merknad").textContent = base.merknad;
  $("merknad").hidden = !base.merknad;
  const asked = part || new URLSearchParams(location.search).get("kommune") || "";
  part = base.kommuner.some((one) => one.id === asked) ? asked : "";
  $("del").replaceChildren(
    make("option", { value: "" }, "Alle samlet"),
    ...base.kommuner.map((one) => make("option", { value: one.id }, one.navn)));
  $("del").value = part;
  $("del").onchange = () => {
    if (draft.on) say("Vektene som ikke var vist for de andre, er forkastet.");
    part = $("del").value;
    giveUpDraft();
    buildWeights();
    buildJudgements();
    filled = false;
    show();
  };
  $("angre").onclick = () => send({ hva: "angre" });
  $("tilbake").onclick = () => send({ hva: "tilbake" });
  buildWeights();
  buildJudgements();
  buildKey();
  buildParticipants();
  buildAssumptions();
  buildSaving();
  buildTrials();
  for (const name of Object.keys(written)) $(name).value = written[name];
  if (focused && $(focused)) $(focused).focus({ preventScroll: true });
  filled = false;
}

let filled = false;  // whether every control shows what stands, and not what it is made with

function buildSaving() {
  const who = make("input", { type: "text", id: "hvem", maxlength: 60, "aria-describedby": "hvem-om" });
  const why = make("input", { type: "text", id: "hvorfor", maxlength: 400 });
  const save = (over) => send({ hva: "lagre", hvem: who.value, hvorfor: why.value, godta: over });
  const button = make("button", { type: "button", id: "lagre", onclick: () => save(false) }, "Ta i bruk");
  const over = make("button", { type: "button", id: "skriv-over", onclick: () => save(true) }, "Skriv vårt likevel");
  over.hidden = true;
  $("bruk").lastElementChild.replaceChildren(
    make("p", { class: "hint" }, "Skriver det som er prøvd, inn i utredningens filer. Neste rapport bruker det og " +
      "viser til verkstedet. Det som sto der, blir tatt vare på."),
    make("ul", { id: "tas-i-bruk" }),
    make("p", {}, make("label", { for: "hvem" }, "Hvem bestemmer?"), who,
      make("small", { id: "hvem-om" }, "En kommune eller en rolle, ikke et personnavn.")),
    make("p", {}, make("label", { for: "hvorfor" }, "Hvorfor?"), why),
    make("p", {}, button, " ", over), make("div", { id: "konflikter" }));
}

function showConflicts(found) {
  $("bruk").open = true;
  $("skriv-over").hidden = false;
  say("Noen har skrevet noe annet i filene etter at siden ble åpnet. Ingenting er lagret. Se under «Ta i bruk».");
  const told = (text) => text === "" ? "ingenting" : text;
  renew($("konflikter"), wide("konfliktene", "Konflikter",
    make("table", {}, caption("Hva skal stå her?"),
      make("thead", {}, make("tr", {}, ["Felt", "Sto her før", "Står her nå", "Vårt", "Hvor"].map((text) =>
        make("th", { scope: "col", class: "text" }, text)))),
      make("tbody", {}, found.map((one) => make("tr", {}, make("th", { scope: "row" }, one.felt),
        [one.vist, one.nå, one.vil].map((text) => make("td", { class: "text" }, told(text))),
        make("td", { class: "text" }, one.sted)))))));
}

function slider(id, label, attributes, oninput) {
  const input = make("input", { type: "range", id, "aria-describedby": id + "-om", ...attributes });
  const output = make("span", { class: "value", "aria-hidden": "true" });
  const about = make("small", { id: id + "-om" });
  input.addEventListener("input", () => oninput(Number(input.value)));
  return { input, output, about, label: make("label", { for: id }, label) };
}

const weights = {};
// What the sliders were placed by.
let placed = { exact: {}, most: 1 };
const placeOf = (value, most) => Math.round(100 * value / most);
let meanWeights = {};
function buildWeights() {
  const box = $("vekter").lastElementChild;
  for (const name of Object.keys(weights)) delete weights[name];
  const rows = [];
  for (const group of base.grupper) {
    const own = base.kriterier.filter((one) => one.gruppe === group.id);
    if (!own.length) continue;
    rows.push(make("h4", {}, group.navn));
    for (const one of own) {
      const made = slider("vekt-" + one.id, one.navn, { min: 0, max: 100, step: 1 }, () => {
        touch(made.input);
        sendWeights();
      });
      weights[one.id] = made;
      rows.push(make("div", { class: "row" }, made.label, made.input, made.output, made.about));
    }
  }
  const back = make("button", { type: "button", id: "utredningens-vekter" }, "Tilbake til utredningens vekter her");
  back.onclick = () => {
    if (draft.on) giveUpDraft();
    else send({ hva: "vekter", kommune: part, verdier: null });
  };
  const common = make("button", { type: "button", id: "felles-vekter" }, "Bruk de felles vektene");
  common.hidden = !base.egne_vekter.includes(part);
  common.onclick = () => { giveUpDraft(); send({ hva: "vekter", kommune: part, verdier: {} }); };
  const peace = make("input", { type: "checkbox", id: "i-fred" });
  peace.checked = draft.on;
  peace.onchange = () => { if (peace.checked) { draft.on = true; sendWeights(); } else giveUpDraft(); };
  const reveal = make("button", { type: "button", id: "vis-kladd" }, "Vis for alle");
  reveal.onclick = () => { draft.on = false; send({ hva: "vis" }); };
  const mean = make("button", { type: "button", id: "snitt" }, "Bruk snittet som felles vekter");
  mean.onclick = () => { giveUpDraft(); send({ hva: "vekter", kommune: "", verdier: meanWeights }); };
  box.replaceChildren(
    make("p", { class: "hint" }, "Hvor mye er det verdt å gå fra verst til best her, mot der? Dra " +
      "høyest der det betyr mest. Prosentene blir til sammen 100."),
    make("p", { id: "hvis-vekter" }),
    make("p", {}, peace, " ", make("label", { for: "i-fred" },
      "I fred: de andre ser ikke vektene før jeg viser dem "), reveal),
    ...rows, make("p", {}, back, " ", common), make("div", { id: "uenige" }), make("p", {}, mean));
}

function sendWeights() {
  const values = {}, { exact, most } = placed;
  for (const [name, made] of Object.entries(weights)) {
    const place = Number(made.input.value);
    // One that is not moved keeps its weight, and not the nearest place of its slider.
    values[name] = place === placeOf(exact[name], most) ? exact[name] : place * most / 100;
  }
  const message = { hva: draft.on ? "kladd" : "vekter", kommune: part, verdier: values };
  draft.message = draft.on ? message : null;
  sendSoon(message);
}

function giveUpDraft() {
  if (draft.on) send({ hva: "kladd", verdier: null });
  draft.on = false;
  const peace = $("i-fred");
  if (peace) peace.checked = false;
}

const SCALE = { "4": "meget stor positiv", "3": "stor positiv", "2": "middels positiv",
  "1": "liten positiv", "0": "som i dag", "-1": "liten negativ", "-2": "middels negativ",
  "-3": "stor negativ", "-4": "meget stor negativ" };
const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value);

// What is chosen where an own judgement that stands in the files is to be there no more.
const NONE = "ingen";
const judged = { alternative: null, rows: {} };
function buildJudgements() {
  const box = $("vurderinger").lastElementChild;
  const others = base.alternativer.filter((one) => one.id !== "0");
  judged.alternative = judged.alternative || others[0].id;
  const choose = make("select", { id: "vurdert-alternativ" },
    others.map((one) => make("option", { value: one.id }, one.id + " " + one.kort)));
  choose.value = judged.alternative;
  choose.onchange = () => { judged.alternative = choose.value; showJudgements(); };
  judged.rows = {};
  const rows = base.kriterier.filter((each) => each.vurderes).map((one) => {
    const id = "vurdering-" + one.id;
    const value = make("select", { id, "aria-label": one.navn + ", virkning mot i dag", "aria-describedby": id + "-felles" },
      make("option", { value: "" }));
    for (const step of [4, 3, 2, 1, 0, -1, -2, -3, -4]) {
      value.append(make("option", { value: String(step) }, signed(step) + " " + SCALE[step]));
    }
    const none = make("option", { value: NONE }, "ingen egen: den felles gjelder");
    if (part !== "") value.append(none);
    const reason = make("textarea", { id: id + "-hvorfor", rows: 1, maxlength: 400, placeholder: "Begrunnelse",
      "aria-label": one.navn + ", begrunnelse" });
    const change = () => value.value === "" && document.activeElement === reason ? null : send({ hva: "vurdering",
      kommune: part, alternativ: judged.alternative, kriterium: one.id, fjern: value.value === NONE,
      verdi: value.value === "" || value.value === NONE ? null : Number(value.value), begrunnelse: reason.value });
    value.onchange = change;
    reason.onchange = change;
    const common = make("small", { id: id + "-felles" });
    judged.rows[one.id] = { value, reason, common, none };
    return make("div", { class: "row" }, make("label", { for: id }, one.navn), make("span", {}, value), common, reason);
  });
  box.replaceChildren(
    make("p", {}, make("label", { for: "vurdert-alternativ" }, "Alternativ "), choose),
    make("p", { class: "hint" }, part === "" ? "Hva alternativet gjør mot å fortsette som i dag. Gjelder alle som ikke har sin egen vurdering."
      : "Hva alternativet gjør mot å fortsette som i dag, slik " + nameOf(part) + " ser det."),
    ...rows, make("div", { id: "uenighet" }));
}

const key = {};
function buildKey() {
  const rows = Object.entries(base.nøkler).map(([name, label]) => {
    const made = slider("nokkel-" + name, label, { min: 0, max: 100, step: 1 }, () => {
      touch(made.input);
      const values = {};
      for (const [part_, each] of Object.entries(key)) values[part_] = Number(each.input.value);
      sendSoon({ hva: "nøkkel", verdier: values });
    });
    key[name] = made;
    return make("div", { class: "row" }, made.label, made.input, made.output, made.about);
  });
  const back = make("button", { type: "button" }, "Utredningens nøkkel");
  back.onclick = () => send({ hva: "nøkkel", verdier: null });
  $("fordeling").lastElementChild.replaceChildren(
    make("p", { class: "hint" }, "Hvordan felles kostnader deles. " + (base.nøkkel_bestemt
      ? "Nøkkelen er bestemt." : "Nøkkelen er ikke bestemt, så svaret prøves også med andre.")),
    ...rows, make("p", {}, back));
}

const taking = { boxes: {}, answers: {} };
function buildParticipants() {
  const others = base.alternativer.filter((one) => one.id !== "0");
  const body = base.kommuner.map((one) => {
    const box = make("input", { type: "checkbox", "aria-label": one.navn + " er med" });
    box.onchange = () => send({ hva: "uten", kommune: one.id, verdi: !box.checked });
    taking.boxes[one.id] = box;
    const cells = others.map((alternative) => {
      const choose = make("select", { "aria-label": one.navn + ", alternativ " + alternative.id },
        ["ja", "avklares", "nei"].map((answer) => make("option", { value: answer }, answer)));
      choose.onchange = () => send({ hva: "mandat", kommune: one.id, alternativ: alternative.id, verdi: choose.value });
      taking.answers[one.id + ";" + alternative.id] = choose;
      return make("td", {}, choose);
    });
    return make("tr", {}, make("th", { scope: "row" }, one.navn), make("td", {}, box), cells);
  });
  const host = make("select", { id: "vert" }, make("option", { value: "" }, "ikke bestemt: den beste"),
    base.kommuner.map((one) => make("option", { value: one.id }, one.navn)));
  host.onchange = () => send({ hva: "vert", verdi: host.value });
  const company = make("select", { id: "selskap" }, make("option", { value: "" }, "ikke bestemt: det beste"),
    base.selskaper.map((name) => make("option", { value: name }, name)));
  company.onchange = () => send({ hva: "selskap", verdi: company.value });
  $("deltakere").lastElementChild.replaceChildren(
    make("p", { class: "hint" }, "Ny beregning tar noen sekunder. Det første svaret kommer med en gang. " +
      "Tas det i bruk at en kommune ikke er med, har den trukket seg for godt."),
    base.uten ? make("p", {}, base.uten) : null,
    wide("mandatene", "Mandater",
      make("table", {}, caption("Hvem er med, og hva åpner mandatet for?"),
        make("thead", {}, make("tr", {}, ["Kommune", "Med", ...others.map((one) => one.id)].map(
          (text) => make("th", { scope: "col" }, text)))), make("tbody", {}, body))),
    make("p", {}, make("label", { for: "vert" }, "Vertskommune "), host),
    base.selskaper.length ? make("p", {}, make("label", { for: "selskap" }, "Selskap "), company) : null);
}

const assumed = {};
function buildAssumptions() {
  const rows = base.forutsetninger.map((one) => {
    const made = slider("forutsetning-" + one.id, one.navn,
      { min: one.fra, max: one.til, step: (one.til - one.fra) / 100 }, (value) => {
        touch(made.input);
        sendSoon({ hva: "forutsetning", id: one.id, verdi: value });
      });
    const back = make("button", { type: "button", hidden: true }, "Tilbake");
    back.setAttribute("aria-label", "Tilbake til utredningens anslag: " + one.navn);
    back.onclick = () => { send({ hva: "forutsetning", id: one.id, verdi: null }); made.input.focus(); };
    assumed[one.id] = { ...made, one, back };
    made.about.textContent = "Antatt mellom " + amount(one.lav, one.enhet, true) + " og " + amount(one.høy, one.enhet) + ".";
    return make("div", { class: "row" }, made.label, made.input, make("span", {}, made.output, " ", back), made.about);
  });
  $("forutsetninger").lastElementChild.replaceChildren(
    make("p", { class: "hint" }, "De som flytter resultatet mest. Glideren setter det mest sannsynlige."), ...rows);
}

// A share is told in per cent, and thousands of kroner in kroner.
const IN_WORDS = [["andel", 100, " %"], ["1000 kr", 1000, " kr"]];

function amount(value, unit, alone = false) {
  const [start, times, word] = IN_WORDS.find(([each]) => unit.startsWith(each)) || ["", 1, " "];
  return number(times * value) + (alone ? "" : word + unit.slice(start.length));
}

function number(value) {
  return new Intl.NumberFormat("nb-NO", { maximumSignificantDigits: 3 }).format(value);
}

const compared = { first: "", second: "" };
function buildTrials() {
  const name = make("input", { type: "text", id: "forsoksnavn", maxlength: 60 });
  const keep = make("button", { type: "button" }, "Gi navn");
  keep.onclick = () => { send({ hva: "navngi", navn: name.value }); name.value = ""; };
  $("forsok").lastElementChild.replaceChildren(
    make("p", {}, make("label", { for: "forsoksnavn" }, "Navn på det som prøves nå "), name, " ", keep),
    make("ul", { id: "navngitte" }), make("div", { id: "side-om-side" }));
}

// ---- What is shown of every state -------------------------------------------------------------

// A control that somebody holds is not moved under the hand.
let held = null, heldTimer = null;
function touch(input) {
  held = input;
  clearTimeout(heldTimer);
  heldTimer = setTimeout(() => { held = null; show(); }, 900);
}
function set(input, value) {
  if (input !== held) input.value = value;
}

function show() {
  if (!base || !now) return;
  able($("angre"), now.kan_angre);
  able($("tilbake"), now.endringer.length > 0);
  const unsaved = now.endringer.length;
  able($("lagre"), unsaved > 0 && !now.lagrer);
  write($("lagre"), now.lagrer ? "Lagrer …" : "Ta i bruk");
  renew($("tas-i-bruk"), ...now.endringer.map((text) => make("li", {}, text)));
  if (!unsaved) {
    $("skriv-over").hidden = true;
    $("konflikter").replaceChildren();
  }
  $("lagret").className = unsaved ? "ulagret" : "";
  write($("lagret"), unsaved
    ? "Ikke tatt i bruk: " + now.endringer.slice(0, 6).join("; ") + (unsaved > 6 ? " og " + (unsaved - 6) + " til." : ".")
    : "Alt er som i utredningen.");
  write($("minne"), now.minne);
  write($("hvem-ser"), now.seere === 1 ? "Bare denne siden er åpen."
    : now.seere + " sider er åpne og viser det samme.");
  showAnswer();
  // Until the answer is there, only what is quick is shown.
  if (now.svar || !filled) for (const [name, part_] of Object.entries(PARTS)) if ($(name).open || !filled) part_();
  filled = true;
}

// What is folded is shown when it is opened.
const PARTS = { vekter: showWeights, vurderinger: showJudgements, fordeling: showKey,
  deltakere: showParticipants, forutsetninger: showAssumptions, forsok: showTrials };
for (const name of Object.keys(PARTS)) $(name).addEventListener("toggle", () => { if (now) show(); });

function head(...texts) {
  return make("thead", {}, make("tr", {}, texts.map((text, place) =>
    make("th", { scope: "col", class: place ? "" : "text" }, text))));
}

function showAnswer() {
  const answer = now.svar;
  // What is read aloud is what it comes to, not every step on the way.
  $("svar").setAttribute("aria-busy", String(!answer || !answer.ferdig || now.lagrer || held !== null));
  if (!answer) { write($("framdrift"), "Regner …"); return; }
  const own = answer.deler[part] || answer.deler[""];
  write($("anbefaling"), answer.anbefaling);
  for (const id of ["hode", "kort"]) write($(id), own.svar + ".");
  write($("snur"), own.snur);
  const years = answer.år.map(String);
  renew($("alternativer"),
    caption("Alternativene for " + (part && answer.deler[part] ? nameOf(part) : "alle samlet") +
      ". Kroner per år er i 1000 kr."),
    head("Alternativ", "Poeng", "Plass", "Først, av 100", "Kr per innbygger i dagens verdi", ...years),
    make("tbody", {}, own.alternativer.map((one) => {
      const name = make("th", { scope: "row" }, one.navn);
      if (one.sperre) return make("tr", { class: "gone" }, name, make("td", { colspan: 4 + years.length }, one.sperre));
      const fill = make("span", { class: "fill" });
      fill.style.width = one.bredde + "%";
      const bar = make("span", { class: "track", "aria-hidden": "true" }, fill);
      return make("tr", { class: one.id === own.oftest ? "best" : "" }, name,
        make("td", { class: "points" }, bar, one.poeng), make("td", {}, one.plass), make("td", {}, one.først),
        make("td", {}, one.innbygger), one.år.map((amount) => make("td", {}, amount)));
    })));
  const chosen = base.alternativer.find((one) => one.id === answer.anbefalt);
  renew($("kommuner"),
    caption("Alternativ " + chosen.id + " (" + small(chosen.kort) +
      ") i hver kommune. Kroner per år er i 1000 kr."),
    head("Kommune", "Best for kommunen", "Poeng", "Kr per innbygger i dagens verdi", ...years),
    make("tbody", {}, base.kommuner.filter((one) => answer.deler[one.id]).map((one) => {
      const there = answer.deler[one.id];
      const row = there.alternativer.find((each) => each.id === answer.anbefalt);
      const name = make("th", { scope: "row" }, one.navn + (answer.vert === one.id ? " (vert)" : ""));
      const best = make("td", {}, there.oftest);
      const cells = row.sperre ? [make("td", { colspan: 2 + years.length }, row.sperre)]
        : [make("td", {}, row.poeng), make("td", {}, row.innbygger), ...row.år.map((amount) => make("td", {}, amount))];
      return make("tr", { class: one.id === part ? "best" : "" }, name, best, cells);
    })));
  const done = new Intl.NumberFormat("nb-NO").format(answer.trekninger);
  write($("framdrift"), answer.ferdig
    ? "Regnet med " + done + " beregninger med ulike anslag. Pluss er dyrere enn i dag, minus er en besparelse."
    : "Foreløpig: " + done + " av " + new Intl.NumberFormat("nb-NO").format(answer.av) + " beregninger.");
}

// A set of its own, tried or as it stands; a set that is tried without weights is to be no set.
function hasOwn(code) {
  const set = now.forsøk.vekter[code];
  return set ? Object.keys(set).length > 0 : base.egne_vekter.includes(code);
}

function setOf(code) {
  if (code !== "" && !hasOwn(code)) return setOf("");
  return now.forsøk.vekter[code] || base.vekter[code];
}

function showWeights() {
  const answer = now.svar && (now.svar.deler[part] || now.svar.deler[""]);
  const drafted = now.kladd === part && draft.on;
  const values = {};
  for (const one of base.kriterier) {
    values[one.id] = answer && drafted ? answer.vekter[one.id].andel : setOf(part)[one.id] || 0;
  }
  const still = !held || !held.id.startsWith("vekt-");
  if (still) placed = { exact: values, most: Math.max(...Object.values(values)) || 1 };
  for (const one of base.kriterier) {
    const made = weights[one.id];
    if (still) made.input.value = placeOf(values[one.id], placed.most);
    const told = answer ? answer.vekter[one.id] : null;
    const share = told ? told.andel : values[one.id];
    write(made.output, share.toLocaleString("nb-NO", { maximumFractionDigits: 1 }) + " %");
    write(made.about, one.forklaring + " Fra " + one.fra + " til " + one.til +
      (told && told.kroner ? ": verdt " + told.kroner + " kr per innbygger." : "."));
    made.input.setAttribute("aria-valuetext", made.output.textContent);
  }
  write($("hvis-vekter"), part === "" ? "De felles vektene. De gjelder alle som ikke har egne."
    : hasOwn(part) ? nameOf(part) + " har egne vekter." : nameOf(part) + " bruker de felles vektene. Dra i en av dem for å lage egne.");
  able($("utredningens-vekter"), draft.on || now.forsøk.vekter[part] !== undefined);
  able($("felles-vekter"), hasOwn(part));
  able($("vis-kladd"), draft.on);
  showDisagreement();
}

let shownSets = "";
function showDisagreement() {
  const same = JSON.stringify([now.forsøk.vekter, now.forsøk.uten, draft.on]);
  if (filled && same === shownSets) return;
  shownSets = same;
  const codes = base.kommuner.map((one) => one.id).filter((code) => !now.forsøk.uten.includes(code));
  const rows = base.kriterier.map((one) => {
    const all = codes.map((code) => setOf(code)[one.id] || 0);
    const total = codes.map((code) => Object.values(setOf(code)).reduce((a, b) => a + b, 0));
    const shares = all.map((value, place) => 100 * value / total[place]);
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
    return { one, shares, mean, apart: Math.max(...shares) - Math.min(...shares) };
  });
  const whole = (value) => String(Math.round(value));
  meanWeights = Object.fromEntries(rows.map((row) => [row.one.id, row.mean]));
  renew($("uenige"),
    wide("vektene", "Vektene i hver kommune",
      make("table", {}, caption("Vektene i hver kommune, i prosent. Øverst er de mest uenige."),
        head("Kriterium", ...codes.map(nameOf), "Snitt", "Mellom høyest og lavest"),
        make("tbody", {}, rows.sort((a, b) => b.apart - a.apart).map((row) => make("tr", {},
          make("th", { scope: "row" }, row.one.navn), row.shares.map((share) => make("td", {}, whole(share))),
          make("td", {}, whole(row.mean)), make("td", {}, whole(row.apart))))))));
}

function judgementOf(code, alternative, criterion) {
  const same = (one) => one.kommune === code && one.alternativ === alternative && one.kriterium === criterion;
  return now.forsøk.vurderinger.find(same) || base.vurderinger.find(same) || null;
}

function showJudgements() {
  for (const [criterion, row] of Object.entries(judged.rows)) {
    const common = judgementOf("", judged.alternative, criterion);
    const own = part === "" ? common : judgementOf(part, judged.alternative, criterion);
    write(row.common, part === "" ? base.kriterier.find((one) => one.id === criterion).forklaring
      : "Felles: " + (common && common.verdi !== null
        ? signed(common.verdi) + " " + SCALE[Math.round(common.verdi)] + (common.begrunnelse ? ". " + common.begrunnelse : ".")
        : "mangler."));
    const stands = base.vurderinger.some((one) => one.kommune === part &&
      one.alternativ === judged.alternative && one.kriterium === criterion);
    row.none.hidden = !stands;
    if (document.activeElement !== row.value) {
      row.value.value = own && own.fjernet ? NONE : own && own.verdi !== null ? String(Math.round(own.verdi)) : "";
      write(row.value.options[0], stands ? "som i utredningen"
        : part === "" ? "mangler" : "enig i den felles vurderingen");
    }
    if (document.activeElement !== row.reason) row.reason.value = own ? own.begrunnelse || "" : "";
  }
  const differing = [...base.vurderinger.filter((one) => !now.forsøk.vurderinger.some((each) =>
    each.kommune === one.kommune && each.alternativ === one.alternativ && each.kriterium === one.kriterium)),
    ...now.forsøk.vurderinger].filter((one) => one.kommune !== "" && one.verdi !== null);
  renew($("uenighet"), make("h4", {}, "Hvem er uenig om hva?"),
    differing.length ? make("ul", {}, differing.map((one) => {
      const common = judgementOf("", one.alternativ, one.kriterium);
      const name = small(base.kriterier.find((each) => each.id === one.kriterium).navn);
      return make("li", {}, nameOf(one.kommune) + " om " + name + " i alternativ " + one.alternativ + ": " +
        signed(one.verdi) + (common && common.verdi !== null ? ", felles " + signed(common.verdi) : "") +
        (one.begrunnelse ? ". " + one.begrunnelse : ""));
    })) : make("p", {}, "Ingen har en egen vurdering."));
}

function showKey() {
  const shares = now.forsøk.nøkkel || base.nøkkel;
  for (const [name, made] of Object.entries(key)) {
    const share = 100 * (shares[name] || 0);
    if (!held || !held.id.startsWith("nokkel-")) made.input.value = Math.round(share);
    write(made.output, Math.round(share) + " %");
    made.input.setAttribute("aria-valuetext", made.output.textContent);
  }
}

function showParticipants() {
  for (const [code, box] of Object.entries(taking.boxes)) box.checked = !now.forsøk.uten.includes(code);
  for (const [place, choose] of Object.entries(taking.answers)) {
    choose.value = now.forsøk.mandat[place] || base.mandat[place] || "avklares";
    choose.disabled = now.forsøk.uten.includes(place.split(";")[0]);
  }
  $("vert").value = now.forsøk.vert === null ? base.vert : now.forsøk.vert;
  if ($("selskap")) $("selskap").value = now.forsøk.selskap === null ? base.selskap : now.forsøk.selskap;
}

function showAssumptions() {
  for (const [name, made] of Object.entries(assumed)) {
    const tried = now.forsøk.forutsetninger[name];
    const value = tried === undefined ? made.one.midt : tried;
    set(made.input, value);
    write(made.output, amount(value, made.one.enhet));
    made.input.setAttribute("aria-valuetext", made.output.textContent);
    made.back.hidden = tried === undefined;
  }
}

let shownTrials = "";
function showTrials() {
  const told = (one) => one ? [one.trekninger, one.anbefaling, one.deler] : null;
  const same = JSON.stringify([now.navngitte.map((one) => [one.navn, told(one.svar)]), told(now.svar), compared]);
  if (filled && same === shownTrials) return;
  shownTrials = same;
  const button = (what, text, one, place) => make("button", { type: "button", id: what + place,
    "aria-label": text + " " + one.navn, value: one.navn,
    onclick: (event) => send({ hva: what, navn: event.currentTarget.value }) }, text);
  renew($("navngitte"), ...now.navngitte.map((one, place) => make("li", {}, one.navn + " ",
    button("åpne", "Åpne", one, place), " ", button("glem", "Slett", one, place))));
  const options = [{ navn: "det som prøves nå", svar: now.svar }, ...now.navngitte].filter((one) => one.svar);
  if (options.length < 2) { $("side-om-side").replaceChildren(); return; }
  const find = (name, place) => options.find((one) => one.navn === name) || options[place];
  const sides = [find(compared.first, 0), find(compared.second, 1)];
  const choose = (which, place) => {
    const changed = (event) => { compared[which] = event.currentTarget.value; showTrials(); };
    return make("select", { id: "forsok-" + which, "aria-label": place ? "Andre forsøk" : "Første forsøk",
      onchange: changed }, options.map((one) => make("option", { value: one.navn }, one.navn)));
  };
  const much = (answer) => answer.ferdig ? "" : " (foreløpig)";
  const cell = (answer, code) => {
    const own = answer.deler[code];
    if (!own) return "er ikke med";
    const row = own.alternativer.find((one) => one.id === answer.anbefalt);
    return own.svar + ". " + (row.sperre ? "Alternativ " + answer.anbefalt + ": " + row.sperre
      : "Alternativ " + answer.anbefalt + ": " + row.poeng + " poeng, " + row.innbygger + " kr per innbygger");
  };
  renew($("side-om-side"),
    wide("to-forsok", "To forsøk",
      make("table", {}, caption("To forsøk ved siden av hverandre"),
        make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "text" }, "Del"),
          make("th", { scope: "col", class: "text" }, choose("first", 0)),
          make("th", { scope: "col", class: "text" }, choose("second", 1)))),
        make("tbody", {},
          make("tr", {}, make("th", { scope: "row" }, "Anbefaling"),
            sides.map((one) => make("td", { class: "text" }, one.svar.anbefaling + much(one.svar)))),
          ["", ...base.kommuner.map((one) => one.id)].map((code) => make("tr", {},
            make("th", { scope: "row" }, nameOf(code)),
            sides.map((one) => make("td", { class: "text" }, cell(one.svar, code)))))))));
  for (const [place, which] of ["first", "second"].entries()) $("forsok-" + which).value = sides[place].navn;
}

connect();
