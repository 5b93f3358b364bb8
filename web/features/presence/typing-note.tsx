import type { ReactElement } from 'react'
import { useColleagueName } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { presenceWords } from './labels.ts'

/** Who writes in the chat of a row; `userId` null: the client. */
export function TypingNote({ userId }: { userId: number | null }): ReactElement {
  const say = useWords(presenceWords)
  const colleague = useColleagueName()
  return (
    <bdi>
      {userId === null ? say('presence.client') : say('presence.types', { name: colleague(userId) ?? '' })}
    </bdi>
  )
}
