import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import { useMessageChanges } from './use-message-changes.ts'
import classes from './message.module.css'

/** The client's reactions, and ours, which a click takes away. */
export function MessageReactions({ message }: { message: MessageView }): ReactElement {
  const say = useWords(chatWords)
  const { react } = useMessageChanges(message)
  return (
    <span className={classes.reactions}>
      {message.reactions.map(({ side, emoji }) =>
        side === 'client' ? (
          <span
            key={`${side}${emoji}`}
            className={classes.reaction}
            role="img"
            aria-label={say('msg.react.client', { emoji })}
            title={say('msg.react.client', { emoji })}
          >
            {emoji}
          </span>
        ) : (
          <button
            key={`${side}${emoji}`}
            type="button"
            className={classes.reaction}
            data-ours
            aria-label={say('msg.react.off', { emoji })}
            title={say('msg.react.off', { emoji })}
            onClick={() => react(null)}
          >
            {emoji} <span aria-hidden="true">{say('msg.react.ours')}</span>
          </button>
        ),
      )}
    </span>
  )
}
