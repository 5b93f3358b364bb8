import { onUserLeft } from '../../../lib/page-user.ts'
import { VoiceRecorder } from './voice-recorder.ts'

const recorders = new Map<string, VoiceRecorder>()

/** The recorder of a chat in this page. */
export function recorderOf(chatId: string): VoiceRecorder {
  const known = recorders.get(chatId)
  if (known) return known
  const made = new VoiceRecorder()
  recorders.set(chatId, made)
  return made
}

/** What one has said is for nobody else's ears, nor to be sent by another. */
onUserLeft(() => {
  for (const recorder of recorders.values()) recorder.discard()
  recorders.clear()
})
