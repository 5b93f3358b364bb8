const names: Record<string, string> = {
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  end: 'End',
  home: 'Home',
  delete: 'Delete',
  f6: 'F6',
  contextmenu: '☰',
}

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

/** `mod+k` as the caps of a keyboard: [["Ctrl", "K"]]; a chain has one entry a step. */
export function keyCaps(keys: string, mac: boolean = isMac): string[][] {
  const cap = (key: string): string => {
    if (key === 'mod') return mac ? '⌘' : 'Ctrl'
    if (key === 'shift') return mac ? '⇧' : 'Shift'
    return names[key] ?? key.toUpperCase()
  }
  return keys.split(' ').map((step) => step.split('+').map(cap))
}
