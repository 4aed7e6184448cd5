import { Link } from "@remix-run/react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

export type MenuItem =
  | { kind: "divider" }
  | { kind: "heading"; label: string }
  | {
      kind?: "link" | "button" | "radio";
      label: ReactNode;
      /** Its own, when two items could have the same words. */
      key?: string;
      to?: string;
      onSelect?: () => void;
      /** Submits this form: `form` is its id, name and value the button's. */
      submit?: { form: string; name?: string; value?: string };
      reloadDocument?: boolean;
      icon?: IconName;
      /** Instead of an icon. */
      mark?: ReactNode;
      meta?: ReactNode;
      checked?: boolean;
      danger?: boolean;
      disabled?: boolean;
      lang?: string;
      className?: string;
    };

type Choosable = Exclude<MenuItem, { kind: "divider" } | { kind: "heading" }>;

const isChoosable = (item: MenuItem): item is Choosable => item.kind !== "divider" && item.kind !== "heading";

/** Items between two dividers, so that each group is a list of its own. */
function grouped(items: readonly MenuItem[]): MenuItem[][] {
  const groups: MenuItem[][] = [[]];
  for (const item of items) {
    if (item.kind === "divider") groups.push([]);
    else groups[groups.length - 1]?.push(item);
  }
  return groups.filter((group) => group.length > 0);
}

/** The list itself: arrows, Home, End and first letters move, Escape and Tab close. Use `Menu` for one with a button. */
export function MenuList({
  label,
  items,
  onClose,
  focusFirst = true,
}: {
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
  focusFirst?: boolean;
}) {
  const list = useRef<HTMLDivElement>(null);
  const entries = () => [
    ...(list.current?.querySelectorAll<HTMLElement>("[role^='menuitem']:not([aria-disabled='true'])") ?? []),
  ];
  useEffect(() => {
    if (!focusFirst) return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? [])];
    (all.find((entry) => entry.getAttribute("aria-checked") === "true") ?? all[0])?.focus();
  }, [focusFirst]);

  function onKeyDown(event: KeyboardEvent) {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => {
      event.preventDefault();
      all[(index + all.length) % all.length]?.focus();
    };
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at < 0 ? all.length - 1 : at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(all.length - 1);
    else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab") onClose();
    else if (event.key.length === 1 && /\p{L}/u.test(event.key)) {
      const letter = event.key.toLocaleLowerCase();
      const later = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      later.find((entry) => entry.textContent?.trim().toLocaleLowerCase().startsWith(letter))?.focus();
    }
  }

  return (
    <div className="menu" role="menu" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {grouped(items).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity of their own
        <div key={index}>
          {index > 0 && <hr />}
          <ul role="none">
            {group.map((item, place) => (
              <MenuEntry
                // biome-ignore lint/suspicious/noArrayIndexKey: a menu is drawn anew each time it opens
                key={place}
                item={item}
                onClose={onClose}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function MenuEntry({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  if (!isChoosable(item)) {
    return item.kind === "heading" ? (
      <li role="none" className="menu__heading">
        {item.label}
      </li>
    ) : null;
  }
  const inside = (
    <>
      {item.mark ??
        (item.icon ? <Icon name={item.icon} small /> : item.checked ? <Icon name="check" small /> : <span />)}
      <span>{item.label}</span>
      {item.meta ?? <span />}
    </>
  );
  const common = {
    role: item.kind === "radio" ? ("menuitemradio" as const) : ("menuitem" as const),
    "aria-checked": item.kind === "radio" ? Boolean(item.checked) : undefined,
    "aria-disabled": item.disabled || undefined,
    tabIndex: -1,
    lang: item.lang,
    className: cx(item.danger && "danger", item.className),
  };
  return (
    <li role="none">
      {item.to !== undefined && !item.disabled ? (
        <Link {...common} to={item.to} reloadDocument={item.reloadDocument} onClick={onClose}>
          {inside}
        </Link>
      ) : (
        <button
          {...common}
          type={item.submit ? "submit" : "button"}
          form={item.submit?.form}
          name={item.submit?.name}
          value={item.submit?.value}
          onClick={(event) => {
            if (item.disabled) {
              event.preventDefault();
              return;
            }
            item.onSelect?.();
            // A submitting button must still be there when the browser builds the form.
            if (item.submit) setTimeout(onClose, 0);
            else onClose();
          }}
        >
          {inside}
        </button>
      )}
    </li>
  );
}

/**
 * A button that opens a menu.
 * @param trigger what the button looks like; without a class it is a plain `btn`
 * @param end opens to the left; @param up opens above
 */
export function Menu({
  label,
  trigger,
  items,
  end,
  up,
  className,
}: {
  label: string;
  trigger: { className?: string; children: ReactNode; label?: string; title?: string };
  items: readonly MenuItem[];
  end?: boolean;
  up?: boolean;
  className?: string;
}) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    if (box.current?.contains(document.activeElement)) button.current?.focus();
  };
  return (
    <div className={cx("menu-anchor", className)} ref={box}>
      <button
        type="button"
        ref={button}
        className={trigger.className ?? "btn"}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={trigger.label}
        title={trigger.title}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {trigger.children}
      </button>
      {open && (
        <div id={id} className={cx("menu-popover", end && "menu-popover--end", up && "menu-popover--up")}>
          <MenuList label={label} items={items} onClose={close} />
        </div>
      )}
    </div>
  );
}
