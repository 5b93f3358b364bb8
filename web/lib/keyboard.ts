import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/**
 * A key or a chain of keys: `j`, `shift+d`, `mod+k` (Ctrl, on a Mac ⌘), `alt+i`, `?`, `escape`, `g i` (G, then I). Letters are
 * meant by their place on the keyboard, so that they work in every layout. `label` is said in the list of keys.
 */
export type Hotkey = {
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
  /** Also while typing in a field and inside a dialog. */
  inFields?: boolean
}

export type HotkeyGroup = { title: string; hotkeys: readonly Hotkey[] }

const chainMs = 1200
const groups = new Map<symbol, HotkeyGroup>()
const watchers = new Set<() => void>()
let shown: readonly HotkeyGroup[] = []
let chain: { start: string[]; until: number } | null = null

/** Registers keys while the component is mounted; later groups win over earlier ones. */
export function useHotkeys(title: string, hotkeys: readonly Hotkey[]): void {
  const run = useEffectEvent((keys: string, event: KeyboardEvent) => {
    hotkeys.find((hotkey) => hotkey.keys === keys)?.run(event)
  })
  const described = JSON.stringify(hotkeys.map(({ keys, label, inFields }) => ({ keys, label, inFields })))
  useEffect(() => {
    const listed = JSON.parse(described) as Omit<Hotkey, 'run'>[]
    return addHotkeys({
      title,
      hotkeys: listed.map((each) => ({ ...each, run: (event) => run(each.keys, event) })),
    })
  }, [title, described])
}

/** Registers keys outside React; returns how to take them back. */
export function addHotkeys(group: HotkeyGroup): () => void {
  const key = Symbol(group.title)
  if (groups.size === 0) window.addEventListener('keydown', onKeyDown)
  groups.set(key, group)
  changed()
  return () => {
    groups.delete(key)
    if (groups.size === 0) window.removeEventListener('keydown', onKeyDown)
    changed()
  }
}

/** All keys that work now, for the list of keys. */
export function useRegisteredHotkeys(): readonly HotkeyGroup[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => shown,
  )
}

function changed(): void {
  const byTitle = new Map<string, Hotkey[]>()
  for (const { title, hotkeys } of groups.values()) {
    byTitle.set(title, [...(byTitle.get(title) ?? []), ...hotkeys])
  }
  shown = [...byTitle].map(([title, hotkeys]) => ({ title, hotkeys }))
  for (const watcher of watchers) watcher()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || /^(Control|Shift|Alt|Meta)$/.test(event.key)) return
  const names = namesOf(event)
  const start = chain !== null && event.timeStamp < chain.until ? chain.start : []
  chain = null
  const isBusy = isTyping(event.target) || isDialogOpen()
  const known = [...groups.values()].toReversed().flatMap((group) => group.hotkeys)
  const usable = known.filter((hotkey) => !isBusy || hotkey.inFields)
  for (const typed of start.length > 0 ? [start, []] : [[]]) {
    const hit = names
      .map((name) => usable.find((hotkey) => isTyped(hotkey.keys, typed, name)))
      .find((found) => found !== undefined)
    if (hit) {
      event.preventDefault()
      hit.run(event)
      return
    }
  }
  const next = usable.find((hotkey) => beginsWith(hotkey.keys, names))
  if (next) chain = { start: [next.keys.split(' ')[0] ?? ''], until: event.timeStamp + chainMs }
}

function isTyped(keys: string, typed: readonly string[], name: string): boolean {
  const steps = keys.split(' ')
  return (
    steps.length === typed.length + 1 &&
    typed.every((step, index) => steps[index] === step) &&
    steps.at(-1) === name
  )
}

function beginsWith(keys: string, names: readonly string[]): boolean {
  const steps = keys.split(' ')
  return steps.length > 1 && steps[0] !== undefined && names.includes(steps[0])
}

const codes: Record<string, string> = { BracketLeft: '[', BracketRight: ']', Slash: '/', Space: 'space' }

/** What a press may be called: by the sign it makes ("?" wherever it lies), which comes first, and by its place with modifiers. */
export function namesOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string[] {
  const isMod = event.ctrlKey || event.metaKey
  const place =
    codes[event.code] ?? /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key.toLowerCase()
  const modifiers = [isMod && 'mod', event.altKey && 'alt', event.shiftKey && 'shift'].filter(
    (each) => each !== false,
  )
  const names = [[...modifiers, place].join('+')]
  const isSign = event.key.length === 1 && !isMod && !event.altKey && !/[\p{L}\p{N}\s]/u.test(event.key)
  return isSign ? [event.key, ...names] : names
}

/** Whether keys go into a text. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return (
    target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range|file)$/.test(target.type)
  )
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}
