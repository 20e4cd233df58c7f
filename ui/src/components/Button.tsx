import type { ButtonHTMLAttributes, Ref } from "react";
import styles from "./button.module.css";

/** Looks of a button. */
export interface ButtonLook {
  primary?: boolean;
  danger?: boolean;
  /** No border until hovered. */
  bare?: boolean;
  small?: boolean;
  /** Square, for one icon; needs an `aria-label`. */
  icon?: boolean;
}

/** The class list of a button's look, for links that look like buttons. */
export function buttonClass({ primary, danger, bare, small, icon }: ButtonLook): string {
  const names = [styles.button];
  if (primary) names.push(styles.primary);
  if (danger) names.push(styles.danger);
  if (bare) names.push(styles.bare);
  if (small) names.push(styles.small);
  if (icon) names.push(styles.icon);
  return names.join(" ");
}

/** A button; an icon button shows its name on hover. */
export function Button({
  primary,
  danger,
  bare,
  small,
  icon,
  ref,
  ...rest
}: ButtonLook & ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }) {
  const title = rest.title ?? (icon ? rest["aria-label"] : undefined);
  return (
    <button
      ref={ref}
      type="button"
      {...rest}
      title={title}
      className={buttonClass({ primary, danger, bare, small, icon })}
    />
  );
}
