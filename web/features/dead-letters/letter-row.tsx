import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { mostCounted } from '#contract/dead-letters'
import type { DeadLetterView } from '#contract/dead-letters'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import page from '../settings/page.module.css'
import { deadLetterWords } from './labels.ts'
import classes from './dead-letters.module.css'
import { RawUpdate } from './raw-update.tsx'
import { useLetterActions } from './use-letter-actions.ts'

/** One update: what it was, where and when it came, why it was not taken, and what can be done. */
export function LetterRow({ letter }: { letter: DeadLetterView }): ReactElement {
  const say = useWords(deadLetterWords)
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { channel, kind, reason, error, at, sizeBytes, tries, triedAt } = letter
  const rawId = `raw-${letter.id}`
  return (
    <li className={classes.row}>
      <ChannelMark kind={channel.kind} size={28} />
      <div className={classes.words}>
        <span className={classes.head}>
          <span className={page.name}>{say(`dl.k.${kind}`)}</span>
          <time className={page.meta} dateTime={at} title={format.exact(at)}>
            {format.dateTime(at)}
          </time>
        </span>
        <span className={page.meta}>
          <bdi>{channel.name}</bdi>, {format.size(sizeBytes)}
        </span>
        <p className={classes.reason}>{say(`dl.r.${reason}`)}</p>
        <bdi className={classes.error} lang="en">
          {error}
        </bdi>
        {triedAt && (
          <p className={page.meta}>{say('dl.tried', { count: tries, time: format.dateTime(triedAt) })}</p>
        )}
        <div className={`${page.actions} ${classes.actions}`}>
          <Actions letter={letter} />
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-controls={rawId}
            onClick={() => setOpen((is) => !is)}
          >
            {isOpen ? say('dl.hide') : say('dl.show')}
          </Button>
        </div>
        <div id={rawId}>{isOpen && <RawUpdate letterId={letter.id} />}</div>
      </div>
    </li>
  )
}

function Actions({ letter }: { letter: DeadLetterView }): ReactElement {
  const say = useWords(deadLetterWords)
  const actions = useLetterActions(letter.id)
  const { alike } = letter
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={actions.isReplaying}
        disabled={actions.isBusy}
        onClick={actions.replay}
      >
        {say('dl.replay')}
      </Button>
      {alike > 1 && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={actions.isBusy}
          aria-live="polite"
          onClick={actions.replayAll}
        >
          {actions.takenSoFar !== null
            ? say('dl.all.progress', { taken: actions.takenSoFar })
            : say(alike < mostCounted ? 'dl.all' : 'dl.all.more', { count: alike })}
        </Button>
      )}
      <ConfirmButton
        size="compact-sm"
        variant="subtle"
        color="red"
        disabled={actions.isBusy}
        question={say('dl.delete.d')}
        onConfirm={actions.remove}
      >
        {say('dl.delete')}
      </ConfirmButton>
    </>
  )
}
