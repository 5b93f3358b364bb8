import type { ReactElement, ReactNode, Ref } from 'react'
import { Loader } from '@mantine/core'
import type { CardRef } from '#contract/common'
import type { InternalMessage } from '#contract/internal'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { InternalComposer } from './internal-composer.tsx'
import type { InternalComposerHandle } from './internal-composer.tsx'
import { internalWords } from './labels.ts'
import { useCardChat, useInternalChat } from './use-chats.ts'
import { useParticipants } from './use-participants.ts'
import { useWhoTypes } from './use-internal-typing.ts'
import classes from './internal.module.css'

type TeamComposerProps = {
  ref?: Ref<InternalComposerHandle>
  card: CardRef
  top: ReactNode
  findMessage: (id: string) => InternalMessage | null
  findLastOwn: () => InternalMessage | null
  onSent: () => void
  onLeave: () => void
}

/** The field of a card while one writes to the team. */
export function TeamComposer({ card, top, ...rest }: TeamComposerProps): ReactElement {
  const say = useWords(internalWords)
  const nameOf = useColleagueName()
  const opened = useCardChat(card)
  const chat = useInternalChat(opened.data ?? null)
  const typing = nameOf(useWhoTypes(opened.data ?? null))
  const { user } = useSession()
  const others = useParticipants(card).data?.items.filter(
    ({ kind, id }) => kind === 'group' || id !== user.id,
  )
  const error = opened.error ?? (chat.data ? null : chat.error)
  return (
    <>
      {typing !== null && (
        <div className={classes.typing} role="status">
          {say('in.typing', { name: typing })}
        </div>
      )}
      {chat.data ? (
        <InternalComposer
          key={chat.data.id}
          chat={chat.data}
          hasOthers={others?.length !== 0}
          top={top}
          {...rest}
        />
      ) : (
        <div className={classes.waiting}>
          {top}
          {error ? (
            <ErrorState
              title={say('in.error')}
              error={error}
              onRetry={() => void (opened.data === undefined ? opened.refetch() : chat.refetch())}
            />
          ) : (
            <Loader size="sm" aria-label={say('c.loading')} />
          )}
        </div>
      )}
    </>
  )
}
