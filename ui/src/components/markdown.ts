/** Markdown to safe HTML: raw HTML stays text, images become links, links open outside. Loaded on demand. */
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Renders Markdown; the result holds no script, no style and no element that fetches anything. */
export function renderMarkdown(text: string): string {
  const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  // A parsed document is inert: nothing in it loads before it is cleaned.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const image of parsed.querySelectorAll("img")) {
    const link = parsed.createElement("a");
    link.setAttribute("href", image.getAttribute("src") ?? "");
    link.textContent = image.getAttribute("alt") || image.getAttribute("src") || "image";
    image.replaceWith(link);
  }
  for (const link of parsed.querySelectorAll("a")) {
    const target = link.getAttribute("href") ?? "";
    if (!/^(https?:|mailto:)/i.test(target)) link.removeAttribute("href");
    link.setAttribute("rel", "noopener noreferrer nofollow");
    link.setAttribute("target", "_blank");
    link.removeAttribute("id");
  }
  for (const marked of parsed.querySelectorAll("[id],[style],[align]")) {
    for (const name of ["id", "style", "align"]) marked.removeAttribute(name);
  }
  for (const input of parsed.querySelectorAll("input")) input.setAttribute("aria-label", "task");
  return parsed.body.innerHTML;
}
