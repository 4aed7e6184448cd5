import type { Command } from "prosemirror-state";
import { type KeyboardEvent, useRef } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Icon, type IconName } from "~/ui/icon";
import {
  type BlockStyle,
  bold,
  bullets,
  italic,
  type Look,
  numbers,
  quote,
  redoOwn,
  setStyle,
  undoOwn,
} from "./commands.client";

/** Two modifiers that people know: ⌘ on a Mac, Ctrl elsewhere. */
const MOD = () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl");

/**
 * Formatting of a letter. One stop for the Tab key; arrows move inside. Buttons keep the selection in the text, and stay
 * reachable when they cannot do anything.
 */
export function Toolbar({
  look,
  disabled,
  onCommand,
  onLink,
  onComment,
}: {
  look: Look | null;
  disabled: boolean;
  onCommand: (command: Command) => void;
  onLink: () => void;
  onComment?: (() => void) | undefined;
}) {
  const { t } = useI18n();
  const bar = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const controls = [...(bar.current?.querySelectorAll<HTMLElement>("button, select") ?? [])];
    const at = controls.indexOf(document.activeElement as HTMLElement);
    const next =
      event.key === "Home" ? 0 : event.key === "End" ? controls.length - 1 : step === undefined ? null : at + step;
    if (next === null || at < 0) return;
    event.preventDefault();
    const control = controls[(next + controls.length) % controls.length];
    for (const other of controls) other.tabIndex = other === control ? 0 : -1;
    control?.focus();
  };

  const button = (
    icon: IconName,
    name: string,
    keys: string,
    command: Command,
    state: { pressed?: boolean | undefined; possible?: boolean } = {},
  ) => (
    <ToolButton
      icon={icon}
      label={name}
      shortcut={keys}
      pressed={state.pressed}
      blocked={disabled || state.possible === false}
      onPress={() => onCommand(command)}
    />
  );
  const mod = MOD();

  return (
    <div ref={bar} className="toolbar" role="toolbar" aria-label={t.editor.formatting} onKeyDown={move}>
      <label className="toolbar__style">
        <span className="sr-only">{t.editor.style}</span>
        <select
          className="btn btn--quiet btn--sm"
          value={look?.style ?? "paragraph"}
          aria-disabled={disabled || undefined}
          onChange={(event) => {
            if (!disabled) onCommand(setStyle(event.currentTarget.value as BlockStyle));
          }}
        >
          {look?.style === "mixed" && (
            <option value="mixed" disabled>
              {t.editor.mixed}
            </option>
          )}
          <option value="paragraph">{t.editor.paragraph}</option>
          <option value="heading1">{t.editor.heading1}</option>
          <option value="heading2">{t.editor.heading2}</option>
          <option value="heading3">{t.editor.heading3}</option>
        </select>
        <Icon name="chevron-down" small />
      </label>
      <span className="toolbar__sep" aria-hidden="true" />
      {button("bold", t.editor.bold, `${mod} B`, bold, { pressed: look?.strong })}
      {button("italic", t.editor.italic, `${mod} I`, italic, { pressed: look?.em })}
      {button("list", t.editor.bullets, `${mod} Shift 8`, bullets, { pressed: look?.bullets })}
      {button("list-ordered", t.editor.numbers, `${mod} Shift 7`, numbers, { pressed: look?.numbers })}
      {button("quote", t.editor.quote, `${mod} Shift 9`, quote, { pressed: look?.quote })}
      <ToolButton
        icon="link"
        label={t.editor.link}
        shortcut={`${mod} K`}
        pressed={look ? look.link !== null : undefined}
        blocked={disabled}
        onPress={onLink}
      />
      {onComment && (
        <>
          <span className="toolbar__sep" aria-hidden="true" />
          <ToolButton
            icon="message-square-plus"
            label={t.editor.comment}
            shortcut={`${mod} Alt M`}
            text
            blocked={disabled || !look?.selection}
            reason={look?.selection ? undefined : t.editor.selectFirst}
            onPress={onComment}
          />
        </>
      )}
      <span className="toolbar__end">
        {button("undo-2", t.editor.undo, `${mod} Z`, undoOwn, { possible: look?.canUndo === true })}
        {button("redo-2", t.editor.redo, `${mod} Shift Z`, redoOwn, { possible: look?.canRedo === true })}
      </span>
    </div>
  );
}

function ToolButton({
  icon,
  label,
  shortcut,
  pressed,
  blocked,
  reason,
  text,
  onPress,
}: {
  icon: IconName;
  label: string;
  shortcut: string;
  pressed?: boolean | undefined;
  blocked: boolean;
  reason?: string | undefined;
  text?: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={text ? "btn btn--quiet btn--sm" : "btn btn--quiet btn--icon btn--sm"}
      aria-label={text ? undefined : label}
      title={`${reason ?? label} (${shortcut})`}
      aria-pressed={pressed}
      aria-disabled={blocked || undefined}
      tabIndex={-1}
      // Focus stays in the text, and with it the selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!blocked) onPress();
      }}
    >
      <Icon name={icon} small />
      {text && label}
    </button>
  );
}
