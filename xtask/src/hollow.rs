//! Takes out what the program holds but never runs.
//!
//! Leptos keeps addresses of functions in every view it erases, so no linker can tell which of them nobody calls: to take
//! the page over piece by piece, waiting for lazy routes (`mount::hydrate_lazy`; ours is taken over in one go), to fill
//! in templates, to list all routes for a server. Their bodies become one `unreachable`, and the optimiser then drops
//! everything that only they called: a tenth of what rustc made.

use std::{collections::BTreeSet, ops::Range};

use anyhow::{Context, Result, ensure};
use wasmparser::{KnownCustom, Name, Parser, Payload, RelocSectionReader, TypeRef};

/// The ends of the paths of such functions, as rustc writes them into symbols.
const NEVER_RUN: [&str; 3] =
    ["8into_any13hydrate_async", "13into_any_attr21hydrate_from_template", "21into_any_nested_route15generate_routes"];

/// The section of the code's relocations, and the kind of section it is.
const CODE: &str = "reloc.CODE";
const CUSTOM: u8 = 0;

/// What a hollow body is made of, and in how many bytes it fits.
const SHORTEST: u64 = 3;
const NO_LOCALS: u8 = 0x00;
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

/// The module as rustc linked it, with those functions hollow. Nothing of the program moves, so the relocations that are
/// left stay true.
pub fn hollow(mut module: Vec<u8>) -> Result<Vec<u8>> {
    let layout = Layout::of(&module)?;
    for body in &layout.never_run {
        let body = &mut module[body.clone()];
        body.fill(NOP);
        body[0] = NO_LOCALS;
        body[1] = UNREACHABLE;
        body[body.len() - 1] = END;
    }
    module.splice(layout.section, layout.relocations);
    Ok(module)
}

/// What has to change.
struct Layout {
    /// The bodies of those functions, in order.
    never_run: Vec<Range<usize>>,
    /// Where the relocations of code stand: a whole section.
    section: Range<usize>,
    /// What takes its place.
    relocations: Vec<u8>,
}

impl Layout {
    fn of(module: &[u8]) -> Result<Layout> {
        let (mut imported, mut code, mut bodies, mut named) = (0, 0, Vec::new(), BTreeSet::new());
        let mut found = BTreeSet::new();
        let (mut section, mut relocations) = (None, None);
        // Of the section before.
        let mut end = 0;
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => bodies.push(body.range()),
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Name(names) => {
                        for name in names {
                            let Name::Function(functions) = name? else { continue };
                            for function in functions {
                                let function = function?;
                                if let Some(end) = NEVER_RUN.into_iter().find(|end| function.name.contains(end)) {
                                    found.insert(end);
                                    named.insert(function.index as usize);
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(all) if custom.name() == CODE => {
                        section = Some(end..custom.range().end);
                        relocations = Some(all);
                    }
                    _ => {}
                },
                _ => {}
            }
            if let Some((_, range)) = payload.as_section() {
                end = range.end;
            }
        }
        for end in NEVER_RUN {
            ensure!(found.contains(end), "no function is called {end}: see what Leptos calls it now");
        }
        let never_run: Vec<Range<u64>> = (imported..)
            .zip(bodies)
            .filter(|(function, body)| named.contains(function) && body.end - body.start >= SHORTEST)
            .map(|(_, body)| body)
            .collect();
        let runs = |offset: u64| {
            let next = never_run.partition_point(|body| body.end <= offset);
            never_run.get(next).is_none_or(|body| offset < body.start)
        };
        let relocations = relocations.context("a module without relocations")?;
        let relocations = keep(module, &relocations, |offset| runs(code + u64::from(offset)))?;
        Ok(Layout {
            never_run: never_run.iter().map(bytes).collect(),
            section: bytes(&section.context("a module without relocations")?),
            relocations,
        })
    }
}

/// A section of those relocations whose place in the code is kept.
fn keep(module: &[u8], all: &RelocSectionReader<'_>, is_kept: impl Fn(u32) -> bool) -> Result<Vec<u8>> {
    let mut entries = Vec::new();
    let mut count = 0;
    let mut reading = all.entries().into_iter_with_offsets().peekable();
    while let Some(entry) = reading.next() {
        let (start, entry) = entry?;
        let end = match reading.peek() {
            Some(Ok((next, _))) => *next,
            Some(Err(_)) => continue,
            None => all.range().end,
        };
        if is_kept(entry.offset) {
            entries.extend_from_slice(&module[bytes(&(start..end))]);
            count += 1;
        }
    }
    let mut content = Vec::new();
    put_number(&mut content, CODE.len());
    content.extend_from_slice(CODE.as_bytes());
    put_number(&mut content, all.section_index() as usize);
    put_number(&mut content, count);
    content.append(&mut entries);

    let mut section = vec![CUSTOM];
    put_number(&mut section, content.len());
    section.append(&mut content);
    Ok(section)
}

/// LEB128, as WASM writes its numbers.
fn put_number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn bytes(range: &Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(kind: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![kind];
        put_number(&mut section, content.len());
        section.extend_from_slice(content);
        section
    }

    fn custom(name: &str, content: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        put_number(&mut all, name.len());
        all.extend_from_slice(name.as_bytes());
        all.extend_from_slice(content);
        section(CUSTOM, &all)
    }

    /// A module of functions with these names, each of which calls the first one; and the relocations of those calls.
    fn module(names: &[&str]) -> Vec<u8> {
        let count = names.len() as u8;
        // Locals, `call 0` as linkers write it, `end`.
        let body = [0x00, 0x10, 0x80, 0x80, 0x80, 0x80, 0x00, END];
        let mut code = vec![count];
        let mut named = vec![count];
        let mut relocations = vec![2, count];
        for (index, name) in names.iter().enumerate() {
            code.push(body.len() as u8);
            // The kind of relocation, where it is, and the symbol.
            relocations.extend([0, code.len() as u8 + 2, 0]);
            code.extend(body);
            named.push(index as u8);
            put_number(&mut named, name.len());
            named.extend_from_slice(name.as_bytes());
        }
        let mut names = vec![1];
        put_number(&mut names, named.len());
        names.extend(named);
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 0, 0]),
            section(3, &[vec![count], vec![0; usize::from(count)]].concat()),
            section(10, &code),
            custom(CODE, &relocations),
            custom("name", &names),
        ]
        .concat()
    }

    fn relocations(module: &[u8]) -> Vec<u32> {
        let sections = Parser::new(0).parse_all(module).filter_map(|payload| match payload.unwrap() {
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Reloc(all) => Some(all.entries().into_iter().map(|it| it.unwrap().offset).collect()),
                _ => None,
            },
            _ => None,
        });
        sections.last().unwrap()
    }

    #[test]
    fn what_never_runs_loses_its_body_and_its_relocations_and_nothing_else_moves() {
        let mut names = vec!["_ZN4main17h0E"];
        let never: Vec<String> = NEVER_RUN.iter().map(|end| format!("_ZN{end}17h0E")).collect();
        names.extend(never.iter().map(String::as_str));
        names.push("_ZN5after17h0E");
        let before = module(&names);
        assert_eq!(relocations(&before), [4, 13, 22, 31, 40]);

        let after = hollow(before.clone()).unwrap();
        assert_eq!(relocations(&after), [4, 40]);
        let bodies = |module: &[u8]| {
            let bodies = Parser::new(0).parse_all(module).filter_map(|payload| match payload.unwrap() {
                Payload::CodeSectionEntry(body) => Some(module[bytes(&body.range())].to_vec()),
                _ => None,
            });
            bodies.collect::<Vec<_>>()
        };
        let (before, after) = (bodies(&before), bodies(&after));
        assert_eq!((&after[0], &after[4]), (&before[0], &before[4]));
        assert!(after[1..4].iter().all(|body| *body == [NO_LOCALS, UNREACHABLE, NOP, NOP, NOP, NOP, NOP, END]));
    }

    #[test]
    fn a_function_that_is_not_found_is_an_error() {
        assert!(hollow(module(&["_ZN4main17h0E"])).is_err());
    }
}
