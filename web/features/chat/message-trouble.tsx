import { IconAlertCircle, IconClock, IconHelpHexagon } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { confirmMessage, continueMessage, retryMessage } from '#contract/messages'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import { deliveryTroubles } from './delivery-trouble.ts'
import type { Trouble } from './delivery-trouble.ts'
import { chatWords } from './labels.ts'
import { applyAnswer } from './thread-cache.ts'
import classes from './message.module.css'
import { errorToast } from '../../ui/toasts.tsx'

/** Under a message that did not simply arrive: what happened, part by part, and what one can do. */
export function MessageTrouble({ message }: { message: MessageView }): ReactElement | null {
  const now = useNow()
  const { list, partCount } = deliveryTroubles(message, now)
  const isUneven = new Set(message.parts.map((part) => part.state)).size > 1
  if (list.length === 0 && !isUneven) return null
  return (
    <>
      {isUneven && <PartMarks message={message} />}
      {list.map((trouble) => (
        <TroubleLine
          key={trouble.kind === 'failed' ? trouble.failCode : trouble.kind}
          trouble={trouble}
          message={message}
          partCount={partCount}
        />
      ))}
    </>
  )
}

function PartMarks({ message }: { message: MessageView }): ReactElement {
  const say = useWords(chatWords)
  return (
    <span className={classes.parts}>
      {message.parts.map(({ position, state }) => (
        <span key={position} title={say('msg.part', { position: position + 1, total: message.parts.length })}>
          {position + 1}
          <StatusMark state={state} />
        </span>
      ))}
    </span>
  )
}

type TroubleLineProps = { trouble: Trouble; message: MessageView; partCount: number }

function TroubleLine({ trouble, message, partCount }: TroubleLineProps): ReactElement {
  const say = useWords(chatWords)
  const format = useFormat()
  const actions = useMessageActions(message)
  if (trouble.kind === 'waits') {
    return (
      <Line tone="quiet" icon={<IconClock size={14} />}>
        {say('msg.waits', { time: format.time(trouble.until) })}
      </Line>
    )
  }
  const which = partCount > 1 ? say('msg.parts', { positions: trouble.positions.join(', ') }) : null
  if (trouble.kind === 'uncertain') {
    return (
      <Line tone="warn" icon={<IconHelpHexagon size={14} />}>
        {which} {say('msg.uncertain.hint')}
        <TextButton isBusy={actions.isBusy} onClick={() => actions.retry(true)}>
          {say('msg.uncertain.again')}
        </TextButton>
        <TextButton isBusy={actions.isBusy} onClick={actions.confirm}>
          {say('msg.uncertain.arrived')}
        </TextButton>
      </Line>
    )
  }
  return (
    <Line tone="danger" icon={<IconAlertCircle size={14} />}>
      {which} {trouble.failCode === null ? say('msg.failed') : say(`fail.${trouble.failCode}`)}
      <TextButton isBusy={actions.isBusy} onClick={() => actions.retry(false)}>
        {say('msg.retry')}
      </TextButton>
      {trouble.held.length > 0 && <Held positions={trouble.held} actions={actions} />}
    </Line>
  )
}

/** Parts behind the failed one leave only when somebody says so (R6). */
function Held({ positions, actions }: { positions: number[]; actions: MessageActions }): ReactElement {
  const say = useWords(chatWords)
  return (
    <span className={classes.held}>
      {say('msg.held', { positions: positions.join(', ') })}
      <TextButton isBusy={actions.isBusy} onClick={() => actions.goOn('send')}>
        {say('msg.held.send')}
      </TextButton>
      <TextButton isBusy={actions.isBusy} onClick={() => actions.goOn('cancel')}>
        {say('msg.held.cancel')}
      </TextButton>
    </span>
  )
}

type MessageActions = {
  isBusy: boolean
  retry: (uncertain: boolean) => void
  goOn: (rest: 'send' | 'cancel') => void
  confirm: () => void
}

/** Asks once however often it is pressed. */
function useMessageActions(message: MessageView): MessageActions {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const act = (ask: Promise<MessageView>): void => {
    const askedAt = Date.now()
    setBusy(true)
    ask
      .then((answer) => applyAnswer(client, answer, askedAt))
      .catch(errorToast)
      .finally(() => setBusy(false))
  }
  return {
    isBusy,
    retry: (uncertain) => act(call(retryMessage, { messageId: message.id, uncertain })),
    goOn: (rest) => act(call(continueMessage, { messageId: message.id, rest })),
    confirm: () => act(call(confirmMessage, { messageId: message.id })),
  }
}

type LineProps = { tone: 'danger' | 'warn' | 'quiet'; icon: ReactNode; children: ReactNode }

/** One line of a message's trouble. */
export function Line({ tone, icon, children }: LineProps): ReactElement {
  return (
    <span className={classes.trouble} data-tone={tone}>
      {icon}
      <span className={classes.troubleText}>{children}</span>
    </span>
  )
}

type TextButtonProps = { isBusy?: boolean; onClick: () => void; children: ReactNode }

export function TextButton({ isBusy = false, onClick, children }: TextButtonProps): ReactElement {
  return (
    <Fragment>
      {' '}
      <button type="button" className={classes.textButton} disabled={isBusy} onClick={onClick}>
        {children}
      </button>
    </Fragment>
  )
}
