import { expect, test } from 'vitest'
import { composerKey } from './composer-keys.ts'

const enter = {
  key: 'Enter',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  repeat: false,
}

test('Enter sends, Shift Enter is a new line, Ctrl Enter sends and closes', () => {
  expect(composerKey(enter, 'enter', false)).toBe('send')
  expect(composerKey({ ...enter, shiftKey: true }, 'enter', false)).toBe('new_line')
  expect(composerKey({ ...enter, ctrlKey: true }, 'enter', false)).toBe('send_close')
})

test('who prefers Ctrl Enter gets a new line by Enter', () => {
  expect(composerKey(enter, 'ctrl_enter', false)).toBe('new_line')
  expect(composerKey({ ...enter, metaKey: true }, 'ctrl_enter', false)).toBe('send')
})

test('the Enter of an input method and a held Enter send nothing', () => {
  expect(composerKey({ ...enter, isComposing: true }, 'enter', false)).toBeNull()
  expect(composerKey({ ...enter, repeat: true }, 'enter', false)).toBeNull()
})

test('on a touch keyboard Enter is a new line', () => {
  expect(composerKey(enter, 'enter', true)).toBe('new_line')
})
