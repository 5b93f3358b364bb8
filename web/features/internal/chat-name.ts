import type { InternalChatRow } from '#contract/internal'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { internalWords } from './labels.ts'

export type ChatFace = { name: string; seed: string | number; isGroup: boolean }

/** How a chat is called: a group by its name, one of two by the other, the one with oneself as notes. */
export function useChatFace(): (
  chat: Pick<InternalChatRow, 'id' | 'kind' | 'name' | 'memberIds'>,
) => ChatFace {
  const say = useWords(internalWords)
  const nameOf = useColleagueName()
  const { user } = useSession()
  return ({ id, kind, name, memberIds }) => {
    if (kind === 'group') return { name: name ?? '', seed: id, isGroup: true }
    const other = memberIds.find((each) => each !== user.id)
    if (other === undefined) return { name: say('col.notes'), seed: user.id, isGroup: false }
    return { name: nameOf(other) ?? '', seed: other, isGroup: false }
  }
}
