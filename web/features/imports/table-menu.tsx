import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconDownload, IconTableImport } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { exportCompanies, exportContacts, exportCustomers, exportDeals } from '#contract/exports'
import type { ImportKind } from '#contract/imports'
import { addressOf } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { importWords } from './labels.ts'

const endpoints = {
  contacts: exportContacts,
  companies: exportCompanies,
  deals: exportDeals,
  customers: exportCustomers,
}
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

type Props = {
  kind: ImportKind
  /** What narrows the list, as the server is asked for it. */
  wishes: object
}

/** Of a list: bring a table in, take the list away as one. Nothing for whose role does neither. */
export function TableMenu({ kind, wishes }: Props): ReactElement | null {
  const say = useWords(importWords)
  const { rights } = useSession()
  const mayImport = rights.imports.includes(kind)
  const mayExport = rights.exports.includes(kind)
  if (!mayImport && !mayExport) return null
  const href = (format: 'csv' | 'xlsx'): string => addressOf(endpoints[kind], { ...wishes, format }).path
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={say('im.menu')} title={say('im.menu')}>
          <IconDots size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayImport && (
          <Menu.Item
            component={AppLink}
            href={`/imports?kind=${kind}`}
            leftSection={<IconTableImport {...icon} />}
          >
            {say('im.menu.import')}
          </Menu.Item>
        )}
        {mayExport && (
          <>
            <Menu.Item component="a" href={href('csv')} download leftSection={<IconDownload {...icon} />}>
              {say('im.menu.csv')}
            </Menu.Item>
            <Menu.Item component="a" href={href('xlsx')} download leftSection={<IconDownload {...icon} />}>
              {say('im.menu.xlsx')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
