// What the pages do beyond links and forms: digits without a reload, live states, a sound, and a word when offline.
"use strict";

const pad = document.getElementById("pad");
if (pad) {
  const amount = pad.elements.amount;
  pad.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=key]");
    if (!button) return;
    event.preventDefault();
    const key = button.value;
    amount.value = key === "<" ? amount.value.slice(0, -1) : (amount.value + key).slice(0, amount.maxLength);
  });
}

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const offline = document.getElementById("offline");
const connected = (yes) => { offline.hidden = yes; };
window.addEventListener("offline", () => connected(false));
window.addEventListener("online", () => connected(true));
connected(navigator.onLine);

const state = document.getElementById("state");
if (state && state.dataset.events) follow(state);

function follow(state) {
  const audio = new AudioContext();
  const sound = document.getElementById("sound");
  const heard = () => { sound.hidden = audio.state === "running" || state.dataset.settled === "yes"; };
  audio.addEventListener("statechange", heard);
  sound.addEventListener("click", () => audio.resume());
  heard();

  open();

  function open() {
    const source = new EventSource(state.dataset.events);
    source.addEventListener("open", () => connected(true));
    source.addEventListener("error", () => {
      connected(false);
      // A browser tries again by itself, unless a proxy answered for a till that was away.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000);
    });
    source.addEventListener("message", (event) => show(JSON.parse(event.data)));
    source.addEventListener("end", () => {
      source.close();
      connected(true);
    });
  }

  function show(change) {
    const news = change.settled && state.dataset.settled === "no";
    state.dataset.settled = change.settled ? "yes" : "no";
    state.dataset.state = change.state;
    state.innerHTML = change.html;
    document.getElementById("pay").hidden = !change.due;
    heard();
    if (news) {
      ring(audio);
      if (navigator.vibrate) navigator.vibrate([150, 80, 150]);
    }
  }
}

function ring(audio) {
  [880, 1320].forEach((frequency, number) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + 0.18 * number;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.4, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.35);
  });
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
