import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { FormEvent, KeyboardEvent, ReactElement } from 'react'
import { forwardMessages } from '#contract/forwards'
import type { ChatChoice } from '#contract/forwards'
import type { MessageView } from '#contract/messages'
import { call } from '../../../lib/api.ts'
import { errorText } from '../../../lib/error-text.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { FormFailure } from '../../../ui/form-failure.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { applySent } from '../thread-cache.ts'
import { ChatLine } from './chat-picker.tsx'
import { forwardWords } from './labels.ts'
import { previewForward } from './preview-forward.ts'
import classes from './forward.module.css'

type ForwardFormProps = {
  chat: ChatChoice
  messages: readonly MessageView[]
  onBack: () => void
  onSent: () => void
}

/** The chosen chat, a comment, and what the messenger makes of it. Sent twice it is still forwarded once. */
export function ForwardForm({ chat, messages, onBack, onSent }: ForwardFormProps): ReactElement {
  const say = useWords(forwardWords)
  const client = useQueryClient()
  const [comment, setComment] = useState('')
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [copies] = useState(() => messages.map(({ id }) => ({ id: crypto.randomUUID(), messageId: id })))
  const [commentId] = useState(() => crypto.randomUUID())
  const preview = useMemo(
    () => previewForward(chat.channel.capabilities, messages, comment),
    [chat, messages, comment],
  )
  const usual = messages.length + (comment.trim() === '' ? 0 : 1)
  const canSend = preview.refused.length === 0 && !isSending
  const send = async (): Promise<void> => {
    setSending(true)
    setFailure(null)
    try {
      const text = comment.trim()
      const { items } = await call(forwardMessages, {
        chatId: chat.id,
        messages: copies,
        comment: text === '' ? null : { id: commentId, text },
      })
      for (const item of items) applySent(client, item)
      toast(say('fwd.done', { name: chat.contact.name }))
      onSent()
    } catch (error) {
      setFailure(errorText(error))
      setSending(false)
    }
  }
  const submit = (event?: FormEvent): void => {
    event?.preventDefault()
    if (canSend) void send()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div className={classes.chosen}>
          <ChatLine chat={chat} />
        </div>
        <Textarea
          data-autofocus
          autoFocus
          autosize
          maxRows={6}
          label={say('fwd.comment')}
          value={comment}
          maxLength={20_000}
          onChange={(event) => setComment(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
          }}
        />
        <Notice>{say('fwd.hint')}</Notice>
        {preview.count > usual && (
          <Notice>{say('fwd.split', { channel: chat.channel.name, count: preview.count })}</Notice>
        )}
        {preview.refused.length > 0 && <Refused chat={chat} refused={preview.refused} />}
        <FormFailure text={failure} />
        <Group justify="space-between" gap="sm">
          <Button variant="default" onClick={onBack}>
            {say('fwd.other')}
          </Button>
          <Button type="submit" loading={isSending} disabled={!canSend}>
            {say('fwd.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type RefusedProps = { chat: ChatChoice; refused: ReturnType<typeof previewForward>['refused'] }

function Refused({ chat, refused }: RefusedProps): ReactElement {
  const say = useWords(forwardWords)
  const format = useFormat()
  const channel = chat.channel.name
  return (
    <Notice tone="danger" isLive>
      {refused.map((file) => (
        <div key={`${file.position}${file.name}`}>
          {file.reason === 'too_large'
            ? say('fwd.tooLarge', { name: file.name, limit: format.size(file.limitBytes), channel })
            : say('fwd.ending', { name: file.name, channel })}
        </div>
      ))}
    </Notice>
  )
}
