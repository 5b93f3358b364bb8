import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { retentionMonths } from '#contract/retention'
import type { Retention } from '#contract/retention'
import { useWords } from '../../lib/words.ts'
import { useChangeSettings } from '../settings/conversation-rules/account-settings-data.ts'
import page from '../settings/page.module.css'
import { privacyWords } from './labels.ts'

const kinds = ['messages', 'files', 'internal', 'events'] as const
type Kind = (typeof kinds)[number]
type Months = Retention[Kind]

const ever = 'ever'
const monthsOf = (value: string | null): Months =>
  retentionMonths.find((months) => String(months) === value) ?? null

/** For how long each kind is kept. A shorter time deletes, so it is asked once. */
export function RetentionFields({ retention }: { retention: Retention }): ReactElement {
  const say = useWords(privacyWords)
  const { mutate } = useChangeSettings()
  const [asked, setAsked] = useState<{ kind: Kind; months: NonNullable<Months> } | null>(null)
  const timeOf = (months: Months): string =>
    months === null ? say('pd.ever') : say('pd.months', { count: months })
  const set = (kind: Kind, months: Months): void => mutate({ retention: { ...retention, [kind]: months } })
  const choose = (kind: Kind, months: Months): void => {
    const before = retention[kind]
    if (months === before) return
    const isShorter = months !== null && (before === null || months < before)
    if (isShorter) setAsked({ kind, months })
    else set(kind, months)
  }
  return (
    <div className={page.form}>
      {kinds.map((kind) => (
        <Select
          key={kind}
          label={say(`pd.keep.${kind}`)}
          description={say(`pd.keep.${kind}.d`)}
          allowDeselect={false}
          maw={360}
          data={[
            { value: ever, label: say('pd.ever') },
            ...retentionMonths.map((months) => ({ value: String(months), label: timeOf(months) })),
          ]}
          value={String(retention[kind] ?? ever)}
          onChange={(value) => choose(kind, monthsOf(value))}
        />
      ))}
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={
          asked && say('pd.sure', { what: `«${say(`pd.keep.${asked.kind}`)}»`, time: timeOf(asked.months) })
        }
      >
        <Stack gap="md">
          <Text size="sm">{say('pd.sure.d')}</Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setAsked(null)}>
              {say('c.cancel')}
            </Button>
            <Button
              color="red"
              data-autofocus
              onClick={() => {
                if (asked) set(asked.kind, asked.months)
                setAsked(null)
              }}
            >
              {say('pd.sure.yes')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </div>
  )
}
