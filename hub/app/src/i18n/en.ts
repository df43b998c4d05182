import type { WordedState } from '../presentation/properties';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const en = {
  appName: 'Home',
  greeting: { night: 'Good evening', morning: 'Good morning', afternoon: 'Good afternoon', evening: 'Good evening' },
  nav: {
    label: 'Main', home: 'Home', rooms: 'Rooms', automations: 'Automations', more: 'More', skip: 'Skip to the content', close: 'Close', back: 'Back',
    inbox: (unread: number): string => (unread === 0 ? 'Inbox' : `Inbox, ${unread} unread`), join: (found: number): string => (found === 0 ? 'Add devices' : `${plural(found, 'new device', 'new devices')} found`), arrange: 'Arrange', floor: 'Floor', everywhere: 'All',
    find: 'Find or do anything', findShort: 'Find or do',
  },
  notFound: { title: 'Nothing here', text: 'This address leads nowhere, or what it named is no longer part of the home.' },
  /** A sentence that the hub wrote. */
  hub: (text: string): string => text,
  yes: 'Yes',
  no: 'No',
  justNow: 'just now',
  favourites: 'Favourites',
  failed: (what: string): string => `${what}: it did not work. Check the hub and try again.`,
  undoFailed: 'Undoing did not work.',
  loadingPage: 'Loading the page',
  pageFailed: 'This part of the app could not be loaded. Is the hub reachable?',
  devices: (total: number, away: number): string =>
    away === 0 ? `${plural(total, 'device', 'devices')}, all connected` : `${plural(total, 'device', 'devices')}, ${away} not heard`,
  loading: 'Loading your home…',
  empty: 'No devices yet. A device appears here as soon as it joins the hub.',
  summary: {
    label: 'At a glance',
    lights: (count: number): string => (count === 0 ? 'Lights off' : `${plural(count, 'light', 'lights')} on`),
    open: (count: number): string => (count === 0 ? 'All closed' : `${count} open`),
    battery: (count: number): string => `${plural(count, 'battery', 'batteries')} low`,
    air: (density: string): string => `PM2.5 ${density}`,
  },
  scenes: {
    label: 'Scenes',
    started: (name: string): string => `${name} started`,
    failed: (name: string): string => `${name} did not start. Check the hub and try again.`,
  },
  room: {
    none: 'Elsewhere',
    allOff: 'All off',
    allOffIn: (room: string): string => `All off, ${room}`,
    undo: 'Undo',
    undoIn: (room: string): string => `Undo, ${room}`,
    lightOn: 'light on',
  },
  tile: {
    on: 'On',
    off: 'Off',
    muted: 'Muted',
    turningOn: 'Turning on…',
    turningOff: 'Turning off…',
    setting: 'Setting…',
    offline: 'Offline',
    offlineSince: (time: string): string => `Offline since ${time}`,
    silent: 'Silent',
    silentSince: (time: string): string => `Silent since ${time}`,
    noReading: 'No reading yet',
    connected: 'Connected',
    level: (device: string): string => `Level of ${device}`,
    warm: 'Warm',
    neutral: 'Neutral',
    cool: 'Cool',
    retry: 'Retry',
    dismiss: 'Dismiss',
    retryOf: (device: string): string => `Retry ${device}`,
    dismissOf: (device: string): string => `Dismiss ${device}`,
    humidity: (value: string): string => `${value} humidity`,
    battery: (value: string): string => `Battery ${value}`,
  },
  worded: {
    motion: 'Motion', clear: 'No motion', open: 'Open', closed: 'Closed', wet: 'Water!', dry: 'Dry',
  } satisfies Record<WordedState, string>,
  /** Names of list values, lower case, as contracts write them. */
  listed: {
    auto: 'Auto', sleep: 'Sleep', favorite: 'Favourite', manual: 'Manual', none: 'None', strong: 'Strong', low: 'Low', medium: 'Medium',
    high: 'High', day: 'Day', night: 'Night', color: 'Colour', white: 'White', warmth: 'Warmth', tv: 'TV', reading: 'Reading', computer: 'Computer',
    playing: 'Playing', pause: 'Paused', paused: 'Paused', stop: 'Stopped', stopped: 'Stopped', idle: 'Idle', busy: 'Busy',
  } as Record<string, string>,
  /** By code, or by what stands before the code's dot. */
  failure: {
    'expired': 'Didn’t respond',
    'link.down': 'No link to the hub',
    'device.timeout': 'Didn’t respond',
    'device.offline': 'Is offline',
    'device.silent': 'Has gone silent',
    'device.retired': 'Is no longer here',
    'device.replaced': 'Was replaced meanwhile',
    'command.superseded': 'Overruled meanwhile',
    'device.rejected': 'Refused it',
    'device.unknown': 'Is no longer here',
    'value': 'Can’t take that value',
    'property': 'Can’t be set',
    'hub': 'The hub is busy',
    'hub.outcome-unknown': 'Outcome not known',
    'other': 'Didn’t work',
  } as Record<string, string>,
  link: {
    connecting: 'Connecting to the hub…',
    reconnecting: 'Reconnecting…',
    offline: 'Can’t reach the hub. Values may be old.',
    tryNow: 'Try now',
    online: 'Hub online',
  },
  update: { ready: 'A new version is ready.', apply: 'Update' },
  activity: {
    title: 'Just now',
    none: 'Nothing has happened since you opened this page.',
    words: {
      on: 'turned on', off: 'turned off', motion: 'noticed someone', clear: 'is clear', open: 'opened', closed: 'closed', wet: 'found water',
      dry: 'is dry', failed: 'didn’t do it',
    } as Record<string, string>,
    line: (device: string, word: string): string => `${device} ${word}`,
    /** By the name of the event, without its service. */
    events: {
      click: 'was pressed', 'double-click': 'was pressed twice', 'long-press': 'was held', rotated: 'was turned', 'doorbell-ring': 'rang', 'low-battery': 'needs a battery soon',
      'lock-opened': 'was unlocked', 'lock-closed': 'was locked', 'smoke-detected': 'found smoke', 'gas-detected': 'found gas', 'exception-occurred': 'has a fault', 'person-detected': 'saw somebody',
    } as Record<string, string>,
    event: (device: string, event: string): string => `${device}: ${event.replaceAll('-', ' ')}`,
  },
};

export type Dict = typeof en;
