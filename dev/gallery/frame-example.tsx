import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconAddressBook,
  IconEdit,
  IconFilter,
  IconInbox,
  IconLayoutKanban,
  IconSettings,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { AppShell } from '../../web/ui/app-shell.tsx'
import { Avatar } from '../../web/ui/avatar.tsx'
import { ConversationRow } from '../../web/ui/conversation-row.tsx'
import { FieldRow } from '../../web/ui/field-row.tsx'
import { Panes } from '../../web/ui/panes.tsx'
import { PresetTabs } from '../../web/ui/preset-tabs.tsx'
import { Rail } from '../../web/ui/rail.tsx'
import { SearchField } from '../../web/ui/search-field.tsx'
import { Section } from '../../web/ui/section.tsx'
import { StageBar } from '../../web/ui/stage-bar.tsx'
import { StageSelect } from '../../web/ui/stage-select.tsx'
import { ChatExample } from './chat-example.tsx'
import { pipelines, rows } from './examples.ts'

/** The app as it stands on the screen. */
export function FrameExample(): ReactElement {
  const [preset, setPreset] = useState('open')
  const [search, setSearch] = useState('')
  const [current, setCurrent] = useState<number | null>(location.hash === '#list' ? null : 48213)
  return (
    <AppShell
      hidesBarOnPhone={current !== null}
      rail={
        <Rail
          items={[
            { href: '#a', label: 'ImBox', icon: IconInbox, isCurrent: true, count: 14, countLabel: '14' },
            { href: '#b', label: 'Сделки', icon: IconLayoutKanban, isCurrent: false },
            { href: '#c', label: 'Контакты', icon: IconAddressBook, isCurrent: false },
            { href: '#d', label: 'Настройки', icon: IconSettings, isCurrent: false, isSecondary: true },
          ]}
          bell={{ count: 7, countLabel: '7', isOpen: false, onToggle: () => undefined }}
          userName="Павел Дроздов"
          menu={<Menu.Item>Выйти</Menu.Item>}
        />
      }
    >
      <Panes
        view={current === null ? 'list' : 'main'}
        listLabel="Беседы"
        mainLabel="Переписка"
        paneLabel="Клиент и сделка"
        list={
          <>
            <div style={{ display: 'flex', gap: 4, padding: '10px 12px 10px 16px' }}>
              <div style={{ flex: 1 }}>
                <SearchField
                  value={search}
                  onChange={setSearch}
                  placeholder="Имя, телефон, текст или №"
                  hotkey="f"
                />
              </div>
              <ActionIcon aria-label="Фильтр">
                <IconFilter size={20} stroke={1.75} />
              </ActionIcon>
              <ActionIcon aria-label="Написать">
                <IconEdit size={20} stroke={1.75} />
              </ActionIcon>
            </div>
            <PresetTabs
              label="Беседы"
              value={preset}
              onChange={setPreset}
              tabs={[
                { value: 'open', label: 'Открытые', count: 1128 },
                { value: 'unanswered', label: 'Без ответа', count: 14 },
                { value: 'mine', label: 'Мои', count: 23 },
              ]}
            />
            <div role="listbox" aria-label="Беседы" style={{ flex: 1, overflow: 'auto' }}>
              {rows.map((row) => (
                <ConversationRow
                  key={row.number}
                  row={{ ...row, isStarred: row.number === 48213 }}
                  href={`#${row.number}`}
                  userId={1}
                  isCurrent={row.number === current}
                  onOpen={() => setCurrent(row.number)}
                />
              ))}
            </div>
          </>
        }
        pane={
          <>
            <Section>
              <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
                <Avatar name="Марина Ковалёва" seed={48213} size={40} />
                <b>Марина Ковалёва</b>
              </div>
            </Section>
            <Section title="Сделка" count={2} action={<ActionIcon aria-label="Открыть">+</ActionIcon>}>
              <StageBar stages={pipelines[0]?.stages ?? []} currentId={3} />
              <StageSelect
                pipelines={pipelines}
                pipelineId={pipelines[0]?.id ?? 0}
                stageId={3}
                onChange={() => undefined}
              />
              <FieldRow label="Бюджет">184 500 ₽</FieldRow>
              <FieldRow label="Ответственный">Павел Дроздов</FieldRow>
            </Section>
          </>
        }
      >
        <div
          style={{
            display: 'flex',
            gap: 8,
            padding: 10,
            borderBottom: '1px solid var(--line)',
            background: 'var(--surface)',
          }}
        >
          <Avatar name="Марина Ковалёва" seed={48213} channel="telegram" />
          <span style={{ flex: 1 }} />
          <Button variant="default">Не требует ответа</Button>
          <Button variant="light">Закрыть</Button>
        </div>
        <div style={{ flex: 1, overflow: 'auto', padding: '12px 20px' }}>
          <ChatExample />
        </div>
      </Panes>
    </AppShell>
  )
}
