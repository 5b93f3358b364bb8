import { Menu } from '@mantine/core'
import { IconBell, IconMenu2, IconSearch } from '@tabler/icons-react'
import type { ComponentType, ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import { AppLink } from './app-link.tsx'
import { Avatar } from './avatar.tsx'
import { Counter } from './counter.tsx'
import { Logo } from './logo.tsx'
import classes from './rail.module.css'

type Icon = ComponentType<{ size?: number; stroke?: number }>

export type RailItem = {
  href: string
  label: string
  icon: Icon
  isCurrent: boolean
  count?: number
  /** What the count is of. */
  countLabel?: string
  /** On a phone it is reached through "More". */
  isSecondary?: boolean
}

type Props = {
  items: readonly RailItem[]
  /** Opens the field for finding anything; on a phone it is under "More". */
  onSearch?: () => void
  bell?: { count: number; countLabel: string; isOpen: boolean; onToggle: () => void }
  userName: string
  /** `Menu.Item`s: profile, theme, language, sign out. */
  menu: ReactNode
}

/** The main sections: a rail on the left; on a phone a bar below. */
export function Rail({ items, onSearch, bell, userName, menu }: Props): ReactElement {
  const say = useWords()
  const secondary = items.filter((item) => item.isSecondary)
  return (
    <nav className={classes.rail} aria-label={say('nav.main')}>
      <AppLink href="/" className={classes.logo} aria-label={say('nav.imbox')} tabIndex={-1}>
        <Logo size={32} />
      </AppLink>
      {items.map((item) => (
        <RailLink key={item.href} item={item} />
      ))}
      <span className={classes.spring} />
      {onSearch ? (
        <button
          type="button"
          className={`${classes.item} ${classes.desk}`}
          title={say('kb.palette')}
          onClick={onSearch}
        >
          <IconSearch size={20} stroke={1.75} />
          <span className={classes.label}>{say('nav.search')}</span>
        </button>
      ) : null}
      {bell ? <Bell {...bell} /> : null}
      <ProfileMenu userName={userName} className={classes.desk}>
        {menu}
      </ProfileMenu>
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={`${classes.item} ${classes.phone}`}>
            <IconMenu2 size={20} stroke={1.75} />
            <span className={classes.label}>{say('nav.more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {secondary.map(({ href, label, icon: ItemIcon }) => (
            <Menu.Item
              key={href}
              component={AppLink}
              href={href}
              leftSection={<ItemIcon size={16} stroke={1.75} />}
            >
              {label}
            </Menu.Item>
          ))}
          {onSearch ? (
            <Menu.Item leftSection={<IconSearch size={16} stroke={1.75} />} onClick={onSearch}>
              {say('kb.palette')}
            </Menu.Item>
          ) : null}
          {secondary.length > 0 ? <Menu.Divider /> : null}
          {menu}
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}

function Bell({ count, countLabel, isOpen, onToggle }: NonNullable<Props['bell']>): ReactElement {
  const say = useWords()
  return (
    <button
      type="button"
      className={classes.item}
      aria-expanded={isOpen}
      aria-haspopup="dialog"
      onClick={onToggle}
    >
      <span className={classes.icon}>
        <IconBell size={20} stroke={1.75} />
        <span className={classes.count}>
          <Counter count={count} label={countLabel} />
        </span>
      </span>
      <span className={classes.label}>{say('nav.notif')}</span>
    </button>
  )
}

function RailLink({ item }: { item: RailItem }): ReactElement {
  const { href, label, icon: ItemIcon, isCurrent, count = 0, countLabel = '', isSecondary } = item
  return (
    <AppLink
      href={href}
      className={isSecondary ? `${classes.item} ${classes.desk}` : classes.item}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <span className={classes.icon}>
        <ItemIcon size={20} stroke={1.75} />
        <span className={classes.count}>
          <Counter count={count} label={countLabel} />
        </span>
      </span>
      <span className={classes.label}>{label}</span>
    </AppLink>
  )
}

type MenuProps = { userName: string; className?: string | undefined; children: ReactNode }

function ProfileMenu({ userName, className, children }: MenuProps): ReactElement {
  const say = useWords()
  return (
    <Menu position="right-end">
      <Menu.Target>
        <button
          type="button"
          className={`${classes.item} ${className ?? ''}`}
          aria-label={say('nav.profile', { name: userName })}
          title={userName}
        >
          <Avatar name={userName} size={32} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
