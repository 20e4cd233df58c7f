import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./Button";
import { errorText, useToast } from "./Toasts";

/** Puts text on the clipboard, also where the clipboard API is missing (plain HTTP on another host). */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser does not allow copying here");
}

/** A button that copies a value; the value may be made on demand. */
export function CopyButton({
  value,
  label,
  children,
}: {
  value: string | (() => string);
  label: string;
  children?: string;
}) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  const copy = () => {
    copyText(typeof value === "function" ? value() : value).then(
      () => {
        setCopied(true);
        window.setTimeout(() => setCopied(false), 1500);
      },
      (error) => toast({ kind: "error", text: errorText(error) }),
    );
  };
  return (
    <Button bare small icon={children === undefined} aria-label={label} onClick={copy}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
      {children}
    </Button>
  );
}
