import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { cancelScheduled, sendScheduledNow } from '#contract/scheduled'
import type { ScheduledMessage } from '#contract/scheduled'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { scheduledWords } from './labels.ts'
import { scheduledKey } from './use-scheduled.ts'
import classes from './scheduled.module.css'

type ScheduledItemProps = { item: ScheduledMessage; onChange: () => void }

/** One message that leaves later: when, what, whose, why not, and what one may do with it. */
export function ScheduledItem({ item, onChange }: ScheduledItemProps): ReactElement {
  const say = useWords(scheduledWords)
  const format = useFormat()
  const me = useSession().user
  const client = useQueryClient()
  const settle = (): Promise<void> => client.invalidateQueries({ queryKey: scheduledKey(item.chatId) })
  const send = useMutation({
    mutationFn: () => call(sendScheduledNow, { scheduledId: item.id }),
    onSuccess: () => toast(say('sch.sent')),
    onError: errorToast,
    onSettled: settle,
  })
  const cancel = useMutation({
    mutationFn: () => call(cancelScheduled, { scheduledId: item.id }),
    onSuccess: () => toast(say('sch.cancelled')),
    onError: errorToast,
    onSettled: settle,
  })
  const isBusy = send.isPending || cancel.isPending
  const notes = [
    item.author.id === me.id ? null : say('sch.by', { name: item.author.name }),
    item.files.length > 0 ? say('sch.files', { count: item.files.length }) : null,
  ].filter((note) => note !== null)
  return (
    <li className={classes.item}>
      <p className={classes.meta}>
        <time dateTime={item.at} title={format.exact(item.at)} className={classes.time}>
          {format.dateTime(item.at)}
        </time>
        {notes.map((note) => (
          <span key={note}> · {note}</span>
        ))}
      </p>
      {item.failCode && <p className={classes.failed}>{say(`sch.f.${item.failCode}`)}</p>}
      {item.text !== '' && (
        <p className={classes.text} dir="auto">
          {item.text}
        </p>
      )}
      {item.files.length > 0 && (
        <p className={classes.meta}>{item.files.map((file) => file.name).join(', ')}</p>
      )}
      <div className={classes.actions}>
        {item.canChange && (
          <>
            <Button size="compact-sm" variant="default" disabled={isBusy} onClick={onChange}>
              {say('sch.change')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={cancel.isPending}
              loading={send.isPending}
              onClick={() => send.mutate()}
            >
              {say('sch.now')}
            </Button>
          </>
        )}
        {item.canCancel && (
          <ConfirmButton
            size="compact-sm"
            variant="default"
            disabled={send.isPending}
            loading={cancel.isPending}
            question={say('sch.cancel.d')}
            onConfirm={() => cancel.mutate()}
          >
            {say('sch.cancel')}
          </ConfirmButton>
        )}
      </div>
    </li>
  )
}
