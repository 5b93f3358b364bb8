import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { useChat } from '../chat/use-chat.ts'
import { CannotWrite } from '../composer/composer-notice.tsx'
import { Composer } from '../composer/composer.tsx'
import { writingWords } from './labels.ts'
import { Back } from './start-link.tsx'
import type { WritableChat } from './use-writing.ts'
import classes from './writing.module.css'

type ComposeHereProps = { chat: WritableChat; onSent: () => void; onBack: () => void }

/** The composer of a chat that has no conversation to open: the first message opens one. */
export function ComposeHere({ chat: { id, channel }, onSent, onBack }: ComposeHereProps): ReactElement {
  const say = useWords(writingWords)
  const chat = useChat(id)
  return (
    <div className={classes.step}>
      <Back onBack={onBack} />
      <h3 className={classes.heading}>{say('write.here', { channel: channel.name })}</h3>
      {chat.data?.cannotWrite === null ? (
        <Composer
          key={id}
          chat={chat.data}
          card={null}
          dealName={null}
          closedNumber={null}
          newestMessageId={chat.data.lastMessageId}
          findMessage={() => null}
          findLastOwn={() => null}
          onSent={onSent}
          onClose={null}
          onLeave={onBack}
        />
      ) : chat.data ? (
        <CannotWrite chat={chat.data} other={null} onSwitch={() => {}} />
      ) : chat.error ? (
        <ErrorState title={say('write.error')} error={chat.error} onRetry={() => void chat.refetch()} />
      ) : (
        <FieldsSkeleton />
      )}
    </div>
  )
}
