import {
  ActionIcon,
  Button,
  Checkbox,
  Radio,
  SegmentedControl,
  Select,
  Switch,
  TextInput,
} from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { ChannelMark } from '../../web/ui/channel-mark.tsx'
import { Chip } from '../../web/ui/chip.tsx'
import { ConfirmButton } from '../../web/ui/confirm-button.tsx'
import { CountdownChip } from '../../web/ui/countdown-chip.tsx'
import { Counter } from '../../web/ui/counter.tsx'
import { DataTable } from '../../web/ui/data-table.tsx'
import { EditableField } from '../../web/ui/editable-field.tsx'
import { FieldRow } from '../../web/ui/field-row.tsx'
import { KeyHint } from '../../web/ui/key-hint.tsx'
import { Logo } from '../../web/ui/logo.tsx'
import { SplitNote } from '../../web/ui/split-note.tsx'
import { StageBar } from '../../web/ui/stage-bar.tsx'
import { StageSelect } from '../../web/ui/stage-select.tsx'
import { StatusMark } from '../../web/ui/status-mark.tsx'
import { undoToast } from '../../web/ui/toasts.tsx'
import { WaitingChip } from '../../web/ui/waiting-chip.tsx'
import { ago, ahead, pipelines, rows } from './examples.ts'

const row = { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12 } as const
const marks = ['telegram', 'viber', 'vk', 'website', 'custom', 'mail', 'call'] as const
const states = ['queued', 'sent', 'delivered', 'read', 'failed', 'uncertain'] as const

/** Buttons, fields, chips, marks, a table. */
export function ControlsExample(): ReactElement {
  const [stageId, setStageId] = useState(3)
  return (
    <div style={{ display: 'grid', gap: 16, padding: 20, background: 'var(--surface)' }}>
      <div style={row}>
        <Logo />
        {marks.map((kind) => (
          <ChannelMark key={kind} kind={kind} size={24} />
        ))}
        {marks.map((kind) => (
          <ChannelMark key={kind} kind={kind} size={16} isRound />
        ))}
        {states.map((state) => (
          <StatusMark key={state} state={state} withWord />
        ))}
      </div>
      <div style={row}>
        <Button>Отправить</Button>
        <Button variant="light">Закрыть</Button>
        <Button variant="default">Не требует ответа</Button>
        <Button variant="subtle" color="gray">
          Отмена
        </Button>
        <ConfirmButton
          color="red"
          variant="subtle"
          question="Переписка останется, новые сообщения приходить не будут"
          onConfirm={() => undoToast('Канал отключён', () => undefined)}
        >
          Отключить
        </ConfirmButton>
        <Button disabled>Отправить</Button>
        <Button loading>Отправить</Button>
        <ActionIcon aria-label="Прикрепить">
          <IconPaperclip size={20} stroke={1.75} />
        </ActionIcon>
        <TextInput aria-label="Название" defaultValue="Зерно и пар" />
        <Select aria-label="Воронка" data={['Розница', 'Опт']} defaultValue="Розница" />
        <TextInput
          label="Токен"
          description="Из BotFather"
          error="Мессенджер не принял этот ключ"
          defaultValue="123"
          size="md"
        />
      </div>
      <div style={row}>
        <Checkbox defaultChecked label="Сокращать ссылки" />
        <Radio defaultChecked label="Всегда новая сделка" />
        <Switch defaultChecked label="Включено" />
        <SegmentedControl data={['Клиенту', 'Команде']} size="sm" />
        <KeyHint keys="mod+k" />
        <KeyHint keys="g i" />
      </div>
      <div style={row}>
        <WaitingChip since={ago(12)} due={null} />
        <CountdownChip until={ahead(4)} warnMs={300_000} />
        <CountdownChip until={ago(62)} warnMs={300_000} />
        <Counter count={3} label="3 непрочитанных" />
        <Counter count={1300} label="1300 непрочитанных" />
        <Chip>офис</Chip>
        <Chip tone="ok">NPS 9</Chip>
        <Chip tone="danger">Не доставлено</Chip>
        <Chip tone="note">Команде</Chip>
        <Chip tone="accent">Розница, Опт</Chip>
      </div>
      <div style={{ maxWidth: 320 }}>
        <StageBar stages={pipelines[0]?.stages ?? []} currentId={stageId} />
        <StageSelect
          pipelines={pipelines}
          pipelineId={pipelines[0]?.id ?? 0}
          stageId={stageId}
          onChange={(choice) => setStageId(choice.stageId)}
        />
        <FieldRow label="Бюджет">
          <EditableField label="Бюджет" value="184500" shown="184 500 ₽" onSave={async () => undefined} />
        </FieldRow>
        <FieldRow label="Источник">Viber, входящее</FieldRow>
        <FieldRow label="Очень длинное название поля">
          <EditableField label="Город" value="" onSave={() => Promise.reject(new Error('no'))} />
        </FieldRow>
        <SplitNote why="Этот мессенджер не группирует картинки. Текст уйдёт с первой">
          Viber: уйдёт 3 сообщениями
        </SplitNote>
      </div>
      <DataTable
        label="Контакты"
        rows={rows.slice(0, 4)}
        rowKey={(each) => each.number}
        rowHref={(each) => `/imbox/${each.number}`}
        columns={[
          { key: 'name', title: 'Имя', render: (each) => <a href="/x">{each.contact.name}</a> },
          { key: 'stage', title: 'Этап', render: (each) => each.card?.stageName, isSecondary: true },
          { key: 'number', title: 'Беседа', render: (each) => each.number, isNumber: true },
        ]}
      />
    </div>
  )
}
