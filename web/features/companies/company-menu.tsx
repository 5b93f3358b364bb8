import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { CompanyView } from '#contract/companies'
import { useWords } from '../../lib/words.ts'
import { DeleteCompanies } from './delete-companies.tsx'
import { companyWords } from './labels.ts'

/** What can be done with a company as a whole. */
export function CompanyMenu({ company }: { company: CompanyView }): ReactElement {
  const say = useWords(companyWords)
  const navigate = useNavigate()
  return (
    <DeleteCompanies
      ids={[company.id]}
      left={{ contacts: company.contactCount, deals: company.dealCount }}
      onDone={() => void navigate({ to: '/companies' })}
      renderOpener={(open) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              size={32}
              aria-label={say('company.more.actions')}
              title={say('company.more.actions')}
            >
              <IconDots size={20} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} color="red" onClick={open}>
              {say('companies.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    />
  )
}
