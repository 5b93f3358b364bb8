import { createTheme } from '@mantine/core'
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core'

const tint = (...names: string[]): string[] => names.map((name) => `var(--${name})`)

/** Mantine wants ten shades of a colour; ours come from the tokens, so that both themes follow. */
const shades = (names: [string, string, string]): MantineColorsTuple => {
  const [light = '', filled = '', strong = ''] = tint(...names)
  return [light, light, light, filled, filled, filled, filled, strong, strong, strong]
}

const neutral: MantineColorsTuple = [
  'var(--subtle)',
  'var(--hover)',
  'var(--line-soft)',
  'var(--line)',
  'var(--line)',
  'var(--line-control)',
  'var(--text-3)',
  'var(--text-2)',
  'var(--text-1)',
  'var(--text-1)',
]

const dark: MantineColorsTuple = [
  'var(--text-1)',
  'var(--text-2)',
  'var(--text-3)',
  'var(--line-control)',
  'var(--line)',
  'var(--hover)',
  'var(--subtle)',
  'var(--surface)',
  'var(--canvas)',
  'var(--canvas)',
]

type Palette = { filled: string; hover: string; on: string; tint: string; tintHover: string; text: string }

const palettes: Record<string, Palette> = {
  accent: palette('accent', 'accent-hover', 'on-accent', 'accent-tint-2', 'accent-tint', 'accent-text'),
  red: palette('danger', 'danger', 'on-danger', 'danger-tint', 'danger-line', 'danger'),
  orange: palette('warn', 'warn', 'on-accent', 'warn-tint', 'warn-line', 'warn'),
  green: palette('ok', 'ok', 'on-accent', 'ok-tint', 'ok-tint', 'ok'),
  gray: palette('line-soft', 'hover', 'text-1', 'hover', 'line-soft', 'text-2'),
}

function palette(
  filled: string,
  hover: string,
  on: string,
  back: string,
  backHover: string,
  text: string,
): Palette {
  const of = (name: string): string => `var(--${name})`
  return {
    filled: of(filled),
    hover: of(hover),
    on: of(on),
    tint: of(back),
    tintHover: of(backHover),
    text: of(text),
  }
}

const resolveVariant: VariantColorsResolver = ({ color, theme, variant }) => {
  const name = color ?? theme.primaryColor
  const colors = palettes[name] ?? palettes.accent
  const none = '1px solid transparent'
  if (!colors) throw new Error(`No palette ${name}`)
  switch (variant) {
    case 'filled':
      return { background: colors.filled, hover: colors.hover, color: colors.on, border: none }
    case 'light':
      return { background: colors.tint, hover: colors.tintHover, color: colors.text, border: none }
    case 'outline':
      return {
        background: 'transparent',
        hover: colors.tint,
        color: colors.text,
        border: `1px solid ${colors.text}`,
      }
    case 'subtle':
    case 'transparent': {
      const hover = variant === 'subtle' ? 'var(--hover)' : 'transparent'
      return { background: 'transparent', hover, color: colors.text, border: none }
    }
    default: {
      const ink = name === theme.primaryColor ? 'var(--text-1)' : colors.text
      return {
        background: 'var(--surface)',
        hover: 'var(--hover)',
        color: ink,
        border: '1px solid var(--line)',
      }
    }
  }
}

/** What Mantine's components read by name, told in tokens. */
export const resolveVariables: CSSVariablesResolver = () => {
  const scheme = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text-1)',
    '--mantine-color-bright': 'var(--text-1)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-success': 'var(--ok)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text-1)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--line-soft)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-disabled-border': 'var(--line-soft)',
    '--mantine-color-accent-filled': 'var(--accent)',
    '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
    '--mantine-color-accent-light': 'var(--accent-tint)',
    '--mantine-color-accent-light-hover': 'var(--accent-tint-2)',
    '--mantine-color-accent-light-color': 'var(--accent-text)',
    '--mantine-color-accent-text': 'var(--accent-text)',
    '--mantine-color-accent-outline': 'var(--accent-text)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-light': 'var(--accent-tint)',
    '--mantine-primary-color-light-hover': 'var(--accent-tint-2)',
    '--mantine-primary-color-light-color': 'var(--accent-text)',
  }
  return { variables: {}, light: scheme, dark: scheme }
}

/** The tokens of `tokens.css` as Mantine's theme: components never name a colour or a size of their own. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: {
    accent: shades(['accent-tint', 'accent', 'accent-hover']),
    red: shades(['danger-tint', 'danger', 'danger']),
    orange: shades(['warn-tint', 'warn', 'warn']),
    green: shades(['ok-tint', 'ok', 'ok']),
    gray: neutral,
    dark,
  },
  variantColorResolver: resolveVariant,
  white: 'var(--on-accent)',
  black: 'var(--text-1)',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.3333', sm: '1.5385', md: '1.4286', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '999px' },
  defaultRadius: 'sm',
  breakpoints: { xs: '30em', sm: '40em', md: '52.5em', lg: '75em', xl: '90em' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Button: { defaultProps: { size: 'sm' } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'none', transitionProps: { duration: 120 }, position: 'bottom-end' } },
    Popover: { defaultProps: { shadow: 'none', transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true } },
    Select: { defaultProps: { checkIconPosition: 'right', allowDeselect: false } },
  },
})
