import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { firstResponseTime, type ChannelResponseTime } from '#contract/response-time'
import type { Form } from '../../../lib/use-form.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import type { ChannelValues } from '../channel-fields.tsx'
import { accountSettingsQuery } from '../conversation-rules/account-settings-data.ts'
import { responseTimeWords } from './labels.ts'
import { MinutesField } from './minutes-field.tsx'

const kinds = ['account', 'own', 'off'] as const

/** Within which time clients of a channel are to be answered: as the account has it, by a limit of its own, or without one. */
export function ChannelResponseTimeFields({ form }: { form: Form<ChannelValues> }): ReactElement {
  const say = useWords(responseTimeWords)
  const format = useFormat()
  const ofAccount = useQuery(accountSettingsQuery).data?.settings.responseTime
  const { responseTime } = form.values
  const labelOf = (kind: ChannelResponseTime['kind']): string => {
    if (kind !== 'account' || !ofAccount) return say(`rt.ch.${kind}`)
    if (!ofAccount.isOn) return say('rt.ch.account.off')
    return say('rt.ch.account.on', { duration: format.duration(ofAccount.limitMinutes * 60_000) })
  }
  const choose = (kind: string | null): void => {
    const limitMinutes = ofAccount?.limitMinutes ?? firstResponseTime.limitMinutes
    if (kind === 'own') form.set('responseTime', { kind, limitMinutes })
    else if (kind === 'account' || kind === 'off') form.set('responseTime', { kind })
  }
  return (
    <>
      <Select
        label={say('rt.ch')}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: labelOf(kind) }))}
        value={responseTime.kind}
        onChange={choose}
      />
      {responseTime.kind === 'own' && (
        <MinutesField
          label={say('rt.limit')}
          minutes={responseTime.limitMinutes}
          onChange={(limitMinutes) => form.set('responseTime', { kind: 'own', limitMinutes })}
        />
      )}
    </>
  )
}
