import { Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { Capabilities, ChannelSettings } from '#contract/channels'
import type { Form } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { AutoTextField } from './auto-text-field.tsx'
import { ChannelRuleFields } from './conversation-rules/channel-rule-fields.tsx'
import { settingsWords } from './labels.ts'
import { ChannelResponseTimeFields } from './response-time/channel-response-time.tsx'
import { SilenceFields } from './silence-fields.tsx'
import { useWorkingHours } from './use-working-hours.ts'

export type ChannelValues = {
  name: string
  responsibleUserId: number | null
  groupId: number | null
  pipelineId: number | null
  origins: string[]
} & ChannelSettings

type ChannelFieldsProps = { form: Form<ChannelValues>; hasOrigins: boolean; capabilities: Capabilities }

/** What one can set for a channel. */
export function ChannelFields({ form, hasOrigins, capabilities }: ChannelFieldsProps): ReactElement {
  const say = useWords(settingsWords)
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
      <ChannelRuleFields form={form} />
      <ChannelResponseTimeFields form={form} />
      <AutoTextField
        label={say('ch.p.greeting')}
        description={say('ch.p.greeting.d')}
        capabilities={capabilities}
        value={form.values.greeting}
        error={form.problems.greeting}
        onChange={(text) => form.set('greeting', text)}
      />
      <AutoTextField
        label={say('ch.p.offline')}
        description={<OfflineWords />}
        capabilities={capabilities}
        value={form.values.offlineText}
        error={form.problems.offlineText}
        onChange={(text) => form.set('offlineText', text)}
      />
      <SilenceFields form={form} capabilities={capabilities} />
      {capabilities.canMarkRead && (
        <Switch
          label={say('ch.p.readMarks')}
          description={say('ch.p.readMarks.d')}
          checked={form.values.sendsReadMarks}
          onChange={(event) => form.set('sendsReadMarks', event.currentTarget.checked)}
        />
      )}
    </>
  )
}

/** Without working hours there is no closed time, and the text would never leave. */
function OfflineWords(): ReactElement {
  const say = useWords(settingsWords)
  const hours = useWorkingHours()
  const isUnset = hours.data?.intervals.length === 0
  return (
    <>
      {say(isUnset ? 'ch.p.offline.unset' : 'ch.p.offline.d')}{' '}
      <AppLink href="/settings/working-hours">{say('ch.p.offline.hours')}</AppLink>
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
