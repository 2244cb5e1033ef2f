#!/usr/bin/env node
// Fails on an import that layers.json does not allow, one that a package does not declare, a path that leaves its package,
// `node:` or React in a pure package, test code in product code, a zone that imports to its left,
// a folder that is no zone where zones are named, and a circle of packages, files or folders.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { findCircles } from './find-circles.mjs';

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Every complaint about the packages and apps under `root`. */
export function checkLayers(root) {
  const layers = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8'));
  const complaints = [];
  let files = 0;
  for (const [kind, entries] of Object.entries({ packages: layers.packages, apps: layers.apps })) {
    for (const [name, rules] of Object.entries(entries)) {
      const folder = join(root, kind, name);
      const declared = new Set(
        Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies ?? {}),
      );
      const links = [];
      for (const file of sources(join(folder, 'src'))) {
        files++;
        const where = relative(root, file);
        for (const target of imports(file)) {
          const complaint = check({ target, file, folder, rules, declared, name });
          if (complaint !== null) complaints.push(`${where}: ${complaint}`);
          if (target.startsWith('.') && !isTest(file))
            links.push([where, relative(root, resolve(dirname(file), target))]);
        }
      }
      complaints.push(...unknownZones(folder, rules));
      if (rules.mayHaveCircles !== true) complaints.push(...circles(links));
    }
  }
  for (const kind of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, kind))) {
      if (layers[kind][name] === undefined) complaints.push(`${kind}/${name}: is not in layers.json`);
    }
  }
  const imported = Object.entries(layers.packages).map(([name, rules]) => [name, rules.imports]);
  return { files, complaints: [...complaints, ...told('packages', findCircles(new Map(imported)))] };
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

function imports(file) {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(match => match[1] ?? match[2] ?? match[3]);
}

/** A test, or what tests alone are set up with. */
const isTest = file => /\.test\.tsx?$|\/test-[a-z-]+\.tsx?$/.test(file);

function check({ target, file, folder, rules, declared, name }) {
  if (target.startsWith('.')) return checkRelative(target, file, { folder, rules });
  if (isTest(file)) return null;
  if (rules.pure && (target.startsWith('node:') || target.startsWith('react')))
    return `a pure package may not import ${target}`;
  if (target.startsWith('node:')) return null;
  const [scope, second] = target.split('/');
  const dependency = scope.startsWith('@') ? `${scope}/${second}` : scope;
  if (!declared.has(dependency)) return `${dependency} is not among the dependencies of its package.json`;
  if (scope !== '@lanthorn' || second === name) return null;
  const exceptions = rules.exceptions?.[relative(folder, file)] ?? [];
  if (second === 'testkit') return 'the test kit is for tests';
  if (!rules.imports.includes(second) && !exceptions.includes(second))
    return `${name} may not import ${second} (layers.json)`;
  const zone = zoneOf(file, folder, rules);
  return zone !== null && zone === rules.zoneWithoutPackages ? `${zone}/ may not import packages: ${target}` : null;
}

function checkRelative(target, file, { folder, rules }) {
  const path = resolve(dirname(file), target);
  if (relative(join(folder, 'src'), path).startsWith('..')) return `${target} leaves the package`;
  if (isTest(path) && !isTest(file)) return `${target} is a test`;
  const from = zoneOf(file, folder, rules);
  const to = zoneOf(path, folder, rules);
  if (from === null || to === null || isTest(file)) return null;
  if (rules.zones.indexOf(to) < rules.zones.indexOf(from)) return `${from}/ may not import ${to}/ (${target})`;
  const feature = at => relative(join(folder, 'src/features'), at).split('/')[0];
  return from === 'features' && to === 'features' && feature(file) !== feature(path)
    ? `features never import each other: ${target}`
    : null;
}

function zoneOf(path, folder, rules) {
  const zone = relative(join(folder, 'src'), path).split('/')[0];
  return rules.zones?.includes(zone) ? zone : null;
}

/** Of the files of one package, and of the folders they lie in. */
function circles(links) {
  const between = links.map(link => link.map(dirname)).filter(([from, to]) => from !== to);
  return [...told('files', findCircles(graphOf(links))), ...told('folders', findCircles(graphOf(between)))];
}

function graphOf(links) {
  const graph = new Map();
  for (const [from, to] of links) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

function told(what, found) {
  return found.map(path => `circle of ${what}: ${path.join(' → ')}`);
}

/** A folder outside the zones would be held to nothing. */
function unknownZones(folder, { zones, data = [] }) {
  const src = join(folder, 'src');
  if (zones === undefined || !existsSync(src)) return [];
  return readdirSync(src)
    .filter(name => statSync(join(src, name)).isDirectory() && !zones.includes(name) && !data.includes(name))
    .map(name => `${relative(join(folder, '../..'), src)}/${name}: is no zone of layers.json`);
}

if (process.argv[1] === import.meta.filename) {
  const { files, complaints } = checkLayers(process.argv[2] ?? join(import.meta.dirname, '../..'));
  for (const complaint of complaints) console.error(complaint);
  if (files === 0) console.error('check-layers saw no files');
  console.log(`${files} files, ${complaints.length} complaints`);
  process.exit(files === 0 || complaints.length > 0 ? 1 : 0);
}
