import { useEffect, useState } from 'preact/hooks'
import type { Chat, ChatState } from './chat-state.ts'

export function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.getState)
  useEffect(() => {
    setState(chat.getState())
    return chat.subscribe(() => setState(chat.getState()))
  }, [chat])
  return state
}
