import type { Hotkey, HotkeyGroup } from '../../lib/keyboard.ts'

export type Command = { group: string; hotkey: Hotkey }

/** Keys that mean nothing away from where the keyboard is. */
const bound = /^(escape|space|tab|f6|shift\+f10|contextmenu|\?|arrow\w+)$/

/** What can be done by a key where one is, found by the beginnings of its words; what belongs to the page stands first. */
export function matchCommands(groups: readonly HotkeyGroup[], text: string): Command[] {
  const wanted = wordsOf(text)
  return groups.toReversed().flatMap(({ title, hotkeys }) =>
    hotkeys
      .filter(({ keys, label }) => {
        if (bound.test(keys) || keys === 'mod+k') return false
        const known = wordsOf(label)
        return wanted.every((word) => known.some((each) => each.startsWith(word)))
      })
      .map((hotkey) => ({ group: title, hotkey })),
  )
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
