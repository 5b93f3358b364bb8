import { useEffect, useSyncExternalStore } from 'react'
import type { FileView } from '#contract/files'
import { errorToast } from '../../../ui/toasts.tsx'
import { recorderOf } from './recorder-of.ts'
import type { VoiceRecorder, VoiceState } from './voice-recorder.ts'

export type VoiceModel = {
  recorder: VoiceRecorder
  state: VoiceState
  send: () => void
}

/**
 * The voice message of a chat. Recording ends when one leaves the chat, so that nobody is heard without knowing; what was
 * recorded waits there. `onSend` gets it once it is stored, wherever one is by then.
 */
export function useVoice(
  chatId: string,
  onSend: (file: FileView, durationSeconds: number) => void,
): VoiceModel {
  const recorder = recorderOf(chatId)
  const state = useSyncExternalStore(recorder.subscribe, recorder.snapshot)
  useEffect(() => () => recorder.stop(), [recorder])
  return { recorder, state, send: () => recorder.send({ onStored: onSend, onFailed: errorToast }) }
}
