import { expect, test } from 'vitest'
import type { HotkeyGroup } from '../../lib/keyboard.ts'
import { matchCommands } from './match-commands.ts'

const hotkey = (keys: string, label: string) => ({ keys, label, run: () => {} })
const groups: HotkeyGroup[] = [
  { title: 'Anywhere', hotkeys: [hotkey('mod+k', 'Search and commands'), hotkey('g d', 'Go to deals')] },
  {
    title: 'Conversation',
    hotkeys: [
      hotkey('e', 'No reply needed'),
      hotkey('shift+d', 'Close the conversation'),
      hotkey('f6', 'Next'),
    ],
  },
]
const labels = (text: string): string[] => matchCommands(groups, text).map(({ hotkey: { label } }) => label)

test('commands of the page stand before those that work anywhere', () => {
  expect(labels('')).toEqual(['No reply needed', 'Close the conversation', 'Go to deals'])
})

test('every word that is typed begins a word of the command, in any order and case', () => {
  expect(labels('conv CLO')).toEqual(['Close the conversation'])
  expect(labels('eply')).toEqual([])
})
