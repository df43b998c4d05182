import Workflow from '@lucide/svelte/icons/workflow';
import { ENTRIES } from '../../components/nav';
import { searchWords } from '../../i18n/search';
import { i18n } from '../../i18n/i18n.svelte';
import { moreWords } from '../../i18n/more';
import { hueOf, iconOf, roomIcon, sceneIcon } from '../../presentation/kinds';
import { rolesOf } from '../../presentation/properties';
import { levelIn, type Found } from '../../presentation/search';
import { isOn, levelQuantity, levelTo, switchTo } from '../../presentation/tile';
import { phrase } from '../../presentation/units';
import type { DeviceView } from '../../state/device.svelte';
import type { Home } from '../../state/home.svelte';
import { startScene } from '../../state/run-scene';
import { PLACES } from '../more/places';

/** All that can be found, most wanted first: devices, what can be done with them, scenes, rooms, automations, pages. */
export function entriesOf(home: Home, showRoom: (index: number) => void, hasBoard: boolean): Found[] {
  const words = searchWords();
  const devices = [...home.devices.values()];
  return [
    ...devices.map((device): Found => ({ key: `device ${device.id}`, label: device.label, detail: device.room, ...look(device), href: `/device/${encodeURIComponent(device.id)}` })),
    ...devices.flatMap((device) => switching(device, home)),
    ...home.scenes.map((scene): Found => ({
      key: `scene ${scene.id}`, label: words.run(scene.name), detail: words.scene, icon: sceneIcon(scene.icon, scene.id), hue: 'violet',
      run: () => startScene(home, scene.id, { started: i18n.t.scenes.started(scene.name), undoFailed: i18n.t.undoFailed }),
    })),
    ...home.rooms.map((room, index): Found => ({
      key: `room ${room.name}`, label: room.name || i18n.t.room.none, detail: words.room, icon: roomIcon(room.name), hue: 'mute', run: () => showRoom(index),
    })),
    ...home.automations.map((automation): Found => ({
      key: `automation ${automation.id}`, label: automation.name, detail: words.automation, icon: Workflow, hue: 'teal', href: `/automations/${encodeURIComponent(automation.id)}`,
    })),
    ...ENTRIES.map(({ section, href, icon }): Found => ({ key: `page ${href}`, label: i18n.t.nav[section], detail: words.page, icon, hue: 'mute', href })),
    ...PLACES.filter(({ key }) => key !== 'board' || hasBoard).map(({ key, href, icon, hue }): Found => ({ key: `place ${href}`, label: moreWords().places[key].name, detail: words.page, icon, hue, href })),
  ];
}

/** "hall lamp 30": what would be set, for every device that has such a level. */
export function levelsOf(query: string, home: Home): Found[] {
  const asked = levelIn(query);
  if (asked === null) return [];
  const words = searchWords();
  return [...home.devices.values()].flatMap((device) => {
    const level = rolesOf(device.contract).level;
    if (level === null || asked.level < level.min || asked.level > level.max) return [];
    const text = phrase(levelQuantity(device, level, asked.level));
    return [{
      key: `level ${device.id}`, label: words.set(device.label, text), detail: `${asked.name} ${device.label} ${asked.level} ${device.room}`, ...look(device),
      run: () => home.set(device, levelTo(device, asked.level)),
    }];
  });
}

function switching(device: DeviceView, home: Home): Found[] {
  const on = isOn(device);
  const words = searchWords();
  if (on === null || rolesOf(device.contract).switch?.inverted === true) return [];
  const label = on ? words.turnOff(device.label) : words.turnOn(device.label);
  return [{ key: `switch ${device.id}`, label, detail: device.room, ...look(device), run: () => home.set(device, switchTo(device, !on)) }];
}

function look(device: DeviceView): Pick<Found, 'icon' | 'hue'> {
  return { icon: iconOf(device.kind, device.id), hue: hueOf(device.kind) };
}
