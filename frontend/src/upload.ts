/**
 * Sends files with their progress.
 *
 *   <form data-upload data-max-bytes="N" action method=post enctype=multipart/form-data>
 *   [data-upload-drop]       zone that takes dropped files (the form itself when absent)
 *   [data-upload-progress]   <ul> of the files under way
 *   [data-upload-image]      fields about an image: sent with it when it is the only one, else with none
 *   [data-upload-list]       list of pieces, anywhere in the page: replaced by the HTML of the answer
 *
 * Each chosen file goes in a request of its own with the other fields of the form.
 * Answers: 2xx, HTML holding [data-upload-list] · 4xx JSON `{message}`.
 */

import { text } from "./http";

export function uploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) prepare(form);
}

function prepare(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const zone = form.querySelector<HTMLElement>("[data-upload-drop]") ?? form;

  zone.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return; // the server explains
    event.preventDefault();
    void sendAll(form, input, [...input.files]);
  });
}

async function sendAll(form: HTMLFormElement, input: HTMLInputElement, files: File[]): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])");
  const list = progressList(form);
  list.replaceChildren();
  if (button) button.disabled = true;
  const images = files.filter(isImage).length;
  let refused = false;
  let undescribed = 0;
  for (const file of files) {
    const data = fields(form, isImage(file) && images === 1);
    data.set(input.name, file);
    const sent = await send(form, data, file, list);
    refused ||= !sent;
    if (sent && isImage(file) && images > 1) undescribed += 1;
  }
  if (button) button.disabled = false;
  if (undescribed > 0) {
    tell(list, `${undescribed === 1 ? "Une image reste" : `${undescribed}\u00a0images restent`} à décrire, une par une.`);
  }
  // What was typed about an image and went with none is kept.
  if (!refused && images > 1) input.value = "";
  else if (!refused) form.reset();
}

function isImage(file: File): boolean {
  return file.type.startsWith("image/");
}

/** The fields of the form, with or without those about an image. */
function fields(form: HTMLFormElement, aboutImage: boolean): FormData {
  const data = new FormData(form);
  if (aboutImage) return data;
  for (const field of form.querySelectorAll<HTMLInputElement>("[data-upload-image] [name]")) data.delete(field.name);
  return data;
}

function tell(list: HTMLElement, sentence: string): void {
  const line = document.createElement("li");
  const message = document.createElement("p");
  message.setAttribute("role", "status");
  line.append(message);
  list.append(line);
  message.textContent = sentence;
}

/** True when the server took the file. */
function send(form: HTMLFormElement, data: FormData, file: File, list: HTMLElement): Promise<boolean> {
  const line = document.createElement("li");
  const name = document.createElement("strong");
  const bar = document.createElement("progress");
  const message = document.createElement("p");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Envoi de ${file.name}`);
  message.setAttribute("role", "status");
  line.append(name, bar, message);
  list.append(line);

  const refuse = (sentence: string): boolean => {
    bar.remove();
    line.classList.add("is-refused");
    message.textContent = sentence;
    return false;
  };

  const limit = Number(form.dataset.maxBytes ?? Infinity);
  if (file.size > limit) {
    return Promise.resolve(
      refuse(`Ce fichier pèse ${size(file.size)}\u00a0: la limite est de ${size(limit)}. Choisissez-en un plus léger.`),
    );
  }
  if (file.size === 0) return Promise.resolve(refuse("Ce fichier est vide. Vérifiez-le, puis choisissez-le à nouveau."));

  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "jalon");
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = total ? loaded / total : 0));
    request.addEventListener("error", () => resolve(refuse("L’envoi a été coupé. Vérifiez le réseau, puis envoyez à nouveau.")));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300 && replaceList(request.responseText)) {
        bar.remove();
        message.textContent = "Ajouté.";
        resolve(true);
      } else {
        resolve(refuse(sentence(request)));
      }
    });
    request.send(data);
  });
}

function sentence(request: XMLHttpRequest): string {
  try {
    const message = text((JSON.parse(request.responseText) as { message?: unknown }).message);
    if (message) return message;
  } catch {
    // Not JSON: the page of a proxy, or the sign-in page.
  }
  if (request.status === 401 || request.status === 403 || request.responseURL.includes("/connexion")) {
    return "Vous n’êtes plus connecté·e. Rechargez la page, connectez-vous, puis envoyez à nouveau.";
  }
  if (request.status === 413) return "Ce fichier est trop lourd. Choisissez-en un plus léger.";
  return "Le serveur n’a pas pu prendre ce fichier. Réessayez dans un instant.";
}

function replaceList(html: string): boolean {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-upload-list]");
  const old = document.querySelector("[data-upload-list]");
  if (!fresh || !old) return false;
  old.replaceWith(fresh);
  return true;
}

function progressList(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>("[data-upload-progress]");
  if (found) return found;
  const list = document.createElement("ul");
  list.className = "j-uploads";
  list.dataset.uploadProgress = "";
  form.append(list);
  return list;
}

/** `12,5 Mo`, as the server writes it. */
function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "Ko"] : [bytes / 1e6, "Mo"];
  return `${value.toLocaleString("fr-FR", { maximumFractionDigits: value < 10 ? 1 : 0 })}\u00a0${unit}`;
}
