import { Button, Menu, Select } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { exportReportConversations, measuredHours } from '#contract/reports'
import { addressOf, call } from '../../../lib/api.ts'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { usePipelines } from '../../deals/use-pipelines.ts'
import { ChoiceMenu } from './choice-menu.tsx'
import { reportWords } from './labels.ts'
import { PeriodMenu } from './period-menu.tsx'
import { isNarrowed, noFilter } from './report-filter.ts'
import type { ReportFilter } from './report-filter.ts'
import type { ReportAsked } from './use-reports.ts'
import classes from './reports.module.css'

type Props = {
  filter: ReportFilter
  days: { from: string; to: string }
  asked: ReportAsked
  onChange: (change: Partial<ReportFilter>) => void
}

/** What the reports are about, and every conversation of it as a file. */
export function FilterBar({ filter, days, asked, onChange }: Props): ReactElement {
  const say = useWords(reportWords)
  const { channelIds, stages, userIds, groupIds } = noFilter
  return (
    <div className={classes.filters} role="search" aria-label={say('rep.period')}>
      <PeriodMenu filter={filter} days={days} onChange={onChange} />
      <Narrowing filter={filter} onChange={onChange} />
      <Select
        className={classes.hours}
        aria-label={say('rep.hours')}
        allowDeselect={false}
        data={[
          { value: 'account', label: `${say('rep.hours')}: ${say('rep.hours.account')}` },
          ...measuredHours.map((value) => ({
            value,
            label: `${say('rep.hours')}: ${say(`rep.hours.${value}`)}`,
          })),
        ]}
        value={filter.hours ?? 'account'}
        onChange={(value) => onChange({ hours: measuredHours.find((one) => one === value) ?? null })}
      />
      {isNarrowed(filter) ? (
        <Button variant="subtle" onClick={() => onChange({ channelIds, stages, userIds, groupIds })}>
          {say('rep.resetAll')}
        </Button>
      ) : null}
      <span className={classes.filtersEnd}>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
            >
              {say('rep.export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['csv', 'xlsx'] as const).map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={addressOf(exportReportConversations, { ...asked, format }).path}
                download
              >
                {say(`rep.export.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </span>
    </div>
  )
}

function Narrowing({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>): ReactElement {
  const say = useWords(reportWords)
  const { colleagues, groups } = useSession()
  const pipelines = usePipelines()
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  })
  const people = colleagues.filter(({ id, isActive }) => isActive || filter.userIds.includes(id))
  return (
    <>
      <ChoiceMenu
        label={say('rep.channel')}
        groups={[
          { choices: (channels.data?.items ?? []).map(({ id, name }) => ({ value: String(id), name })) },
        ]}
        chosen={filter.channelIds.map(String)}
        onChange={(chosen) => onChange({ channelIds: chosen.map(Number) })}
      />
      <ChoiceMenu
        label={say('rep.stage')}
        groups={pipelines.map((pipeline) => ({
          name: pipeline.name,
          choices: [
            { value: String(pipeline.id), name: say('rep.stage.whole', { pipeline: pipeline.name }) },
            ...pipeline.stages.map((stage) => ({ value: `${pipeline.id}:${stage.id}`, name: stage.name })),
          ],
        }))}
        chosen={filter.stages}
        onChange={(stages) => onChange({ stages })}
      />
      <ChoiceMenu
        label={say('rep.responsible')}
        groups={[
          { name: say('rep.groups'), choices: groups.map(({ id, name }) => ({ value: `g${id}`, name })) },
          {
            name: say('rep.people'),
            choices: [...people, { id: 0, name: say('c.nobody') }].map(({ id, name }) => ({
              value: String(id),
              name,
            })),
          },
        ]}
        chosen={[...filter.groupIds.map((id) => `g${id}`), ...filter.userIds.map(String)]}
        onChange={(chosen) =>
          onChange({
            groupIds: chosen.filter((value) => value.startsWith('g')).map((value) => Number(value.slice(1))),
            userIds: chosen.filter((value) => !value.startsWith('g')).map(Number),
          })
        }
      />
    </>
  )
}
