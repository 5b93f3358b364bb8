import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { changeChannel, disconnectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useForm, type Form } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { ChannelCapabilities, ChannelHealth } from './channel-facts.tsx'
import { pipelinesQuery, useKeepChannel } from './channels-data.ts'
import { CopyField } from './copy-field.tsx'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'
import { Reconnect } from './reconnect.tsx'

type Values = { name: string; responsibleUserId: number | null; pipelineId: number | null; origins: string[] }

/** One channel: what can be changed, how it is, what it can do, and how to switch it off. */
export function ChannelPane({
  channel,
  onClose,
}: {
  channel: ChannelView
  onClose: () => void
}): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const isOff = channel.state === 'disconnected'
  // The button of the example shop works on our own page only.
  const hasOrigins = channel.kind === 'website' && channel.origins.length > 0
  const form = useForm<Values>({
    initial: {
      name: channel.name,
      responsibleUserId: channel.responsibleUserId,
      pipelineId: channel.pipelineId,
      origins: channel.origins,
    },
    schema: hasOrigins ? changeChannel.body : changeChannel.body.omit({ origins: true }),
    fieldOf: {
      'channel.origin_invalid': 'origins',
      'user.not_found': 'responsibleUserId',
      'pipeline.not_found': 'pipelineId',
    },
    save: async ({ origins, ...values }) => {
      const given = hasOrigins ? { ...values, origins } : values
      keep(await call(changeChannel, { channelId: channel.id, ...given }))
      toast(say('c.saved'))
      onClose()
    },
  })
  return (
    <div className={styles.form}>
      <ChannelHealth channel={channel} />
      {channel.state !== 'working' && <Reconnect channel={channel} />}
      <form {...form.props} className={styles.form}>
        <ChannelFields form={form} hasOrigins={hasOrigins} />
        <FormFailure text={form.failure} />
        <div className={styles.actions}>
          <Button type="submit" loading={form.isSaving}>
            {say('c.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          {!isOff && <Disconnect channel={channel} />}
        </div>
      </form>
      {channel.snippet && (
        <section>
          <h3 className={styles.heading}>{say('ch.snippet')}</h3>
          <p className={styles.meta}>{say('ch.snippet.d')}</p>
          <CopyField text={channel.snippet} label={say('ch.snippet')} action={say('ch.snippet.copy')} />
        </section>
      )}
      <ChannelCapabilities channel={channel} />
    </div>
  )
}

function ChannelFields({ form, hasOrigins }: { form: Form<Values>; hasOrigins: boolean }): ReactElement {
  const say = useWords(settingsWords)
  const { colleagues } = useSession()
  const pipelines = useQuery(pipelinesQuery)
  const nobody = { value: 'none', label: say('ch.p.resp.none') }
  const main = { value: 'none', label: say('ch.p.pipe.main') }
  const { responsibleUserId } = form.values
  const people = colleagues.filter((each) => each.isActive || each.id === responsibleUserId)
  return (
    <>
      <TextInput
        label={say('ch.p.name')}
        value={form.values.name}
        error={form.problems.name}
        onChange={(event) => form.set('name', event.currentTarget.value)}
      />
      {hasOrigins && (
        <OriginsField
          value={form.values.origins}
          error={form.problems.origins}
          onChange={(origins) => form.set('origins', origins)}
        />
      )}
      <Select
        label={say('ch.p.resp')}
        description={say('ch.p.resp.d')}
        searchable
        data={[nobody, ...people.map((each) => ({ value: String(each.id), label: each.name }))]}
        value={responsibleUserId === null ? 'none' : String(responsibleUserId)}
        error={form.problems.responsibleUserId}
        onChange={(value) =>
          form.set('responsibleUserId', value === null || value === 'none' ? null : Number(value))
        }
      />
      <Select
        label={say('ch.p.pipe')}
        data={[
          main,
          ...(pipelines.data?.items ?? []).map((each) => ({ value: String(each.id), label: each.name })),
        ]}
        value={form.values.pipelineId === null ? 'none' : String(form.values.pipelineId)}
        error={form.problems.pipelineId}
        onChange={(value) =>
          form.set('pipelineId', value === null || value === 'none' ? null : Number(value))
        }
      />
    </>
  )
}

type OriginsFieldProps = {
  value: string[]
  error?: string | undefined
  size?: 'sm' | 'md'
  onChange: (origins: string[]) => void
}

/** Addresses of websites, one a line. */
export function OriginsField({ value, error, size = 'sm', onChange }: OriginsFieldProps): ReactElement {
  const say = useWords(settingsWords)
  const [text, setText] = useState(value.join('\n'))
  return (
    <Textarea
      label={say('ch.p.origins')}
      description={say('ch.p.origins.d')}
      placeholder="https://example.com"
      size={size}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      value={text}
      error={error}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(event.currentTarget.value.split(/[\s,]+/).filter((line) => line !== ''))
      }}
    />
  )
}

function Disconnect({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const disconnect = useMutation({
    mutationFn: () => call(disconnectChannel, { channelId: channel.id }),
    onSuccess: (view) => {
      keep(view)
      toast(say('ch.off.done', { name: channel.name }))
    },
    onError: errorToast,
  })
  return (
    <ConfirmButton
      variant="subtle"
      color="red"
      ml="auto"
      loading={disconnect.isPending}
      question={say('ch.off.d')}
      onConfirm={() => disconnect.mutate()}
    >
      {say('ch.off')}
    </ConfirmButton>
  )
}
