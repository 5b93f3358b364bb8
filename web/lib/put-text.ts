import { flushSync } from 'react-dom'

type TextField = { readonly current: HTMLTextAreaElement | HTMLInputElement | null }

/**
 * Changes what a field holds, gives it the focus and sets its caret, all before the next key is heard. A frame later, which on
 * a busy machine is several keys later, the caret would jump into the middle of what is being typed.
 *
 * @param caret counted in UTF-16 units; absent: the end of the text
 */
export function putText(field: TextField, change: () => void, caret?: number): void {
  putTextBeside(field, change, caret)
  field.current?.focus()
}

/** The same where something beside the field keeps the focus, such as a picker in which one goes on picking. */
export function putTextBeside(field: TextField, change: () => void, caret?: number): void {
  flushSync(change)
  const at = caret ?? field.current?.value.length ?? 0
  field.current?.setSelectionRange(at, at)
}
