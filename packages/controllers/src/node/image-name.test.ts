import { expect, test } from 'vitest';
import { imageProblem } from './image-name.ts';

const problem = (image: string) =>
  imageProblem({ metadata: {}, spec: { containers: [{ name: 'c', image }] } })?.replace(/^.*": /, '') ?? null;

test.each([
  'nginx',
  'nginx:1.27',
  'registry.example/team/app:v1',
  'localhost:5000/app',
  'a/b__c/d--e',
  `nginx@sha256:${'a'.repeat(64)}`,
  `nginx:1@sha256:${'a'.repeat(64)}`,
  'Registry/app',
])('%s is the name of an image', image => expect(problem(image)).toBeNull());

test.each([
  ['Nginx', 'invalid reference format: repository name must be lowercase'],
  ['nginx:', 'invalid reference format'],
  ['nginx:a b', 'invalid reference format'],
  ['nginx:one:two', 'invalid reference format'],
  ['/nginx', 'invalid reference format'],
  ['nginx@sha256:abc', 'invalid reference format'],
  [`nginx:${'x'.repeat(129)}`, 'invalid reference format'],
])('%s is none', (image, why) => expect(problem(image)).toBe(why));
