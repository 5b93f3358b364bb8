import type { Preferences } from '#contract/people'

export type ComposerKey = 'send' | 'send_close' | 'new_line' | 'leave' | null

type Pressed = {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  isComposing: boolean
  repeat: boolean
}

/**
 * What a key does in the field. Enter sends and Ctrl Enter sends and closes, or, as one prefers, Ctrl Enter sends and Enter is
 * a new line. A key that ends the word of an input method sends nothing, nor does one that is held down.
 */
export function composerKey(
  pressed: Pressed,
  sendKey: Preferences['sendKey'],
  isTouch: boolean,
): ComposerKey {
  if (pressed.key === 'Escape') return 'leave'
  if (pressed.key !== 'Enter' || pressed.isComposing || pressed.altKey) return null
  if (pressed.shiftKey) return 'new_line'
  const isWithCtrl = pressed.ctrlKey || pressed.metaKey
  if (pressed.repeat) return isWithCtrl || sendKey === 'enter' ? null : 'new_line'
  if (sendKey === 'ctrl_enter') return isWithCtrl ? 'send' : 'new_line'
  if (isWithCtrl) return 'send_close'
  return isTouch ? 'new_line' : 'send'
}
