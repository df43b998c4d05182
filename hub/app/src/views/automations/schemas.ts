import automation from '../../../../../docs/automations/automation.schema.json';
import scene from '../../../../../docs/automations/scene.schema.json';
import type { Schema } from '../../presentation/document/schema';

/** The schemas that the hub writes of its own reading of documents; a test of the hub holds that they are in step. They come with the editor. */
export const schemas = { automation: automation as unknown as Schema, scene: scene as unknown as Schema };
