//! Shares what a package pays above its rollups' floors in fixed parts that its rollups agreed on
//! and wrote into the mechanism's state: word i is the part of rollup i, 0 to 2^32-1. If no rollup
//! of the package has a part, they share equally. What whole units leave over goes to the first.
#![no_std]

use core::panic::PanicInfo;

/// As long as the longest input: 48 bytes, 64 rollups of 64 and 4 bytes, 256 words of state.
const CAPACITY: usize = 48 + 64 * 68 + 256 * 8;

static mut INPUT: [u8; CAPACITY] = [0; CAPACITY];
static mut OUTPUT: [u8; 64 * 16] = [0; 64 * 16];

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// Where the input is to be written.
#[no_mangle]
pub extern "C" fn allocate(_length: u32) -> u32 {
    &raw mut INPUT as u32
}

fn u32_at(input: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(input[at..at + 4].try_into().unwrap())
}

fn u128_at(input: &[u8], at: usize) -> u128 {
    u128::from_le_bytes(input[at..at + 16].try_into().unwrap())
}

/// floor(amount * part / total) without a product above 128 bits; part <= total < 2^38.
fn portion(amount: u128, part: u128, total: u128) -> u128 {
    amount / total * part + amount % total * part / total
}

/// Returns the address of one amount for each rollup of the package.
#[no_mangle]
pub extern "C" fn share(address: u32, length: u32) -> u32 {
    let input = unsafe { core::slice::from_raw_parts(address as *const u8, length as usize) };
    let output = unsafe { &mut *(&raw mut OUTPUT) };
    let rollups = u32_at(input, 4) as usize;
    let sold = u32_at(input, 8) as usize;
    let words = u32_at(input, 12) as usize;
    let indices = 48 + rollups * 64;
    let state = indices + sold * 4;
    let rollup = |i: usize| u32_at(input, indices + i * 4) as usize;
    let floor = |i: usize| u128_at(input, 48 + rollup(i) * 64 + 32);
    let part = |i: usize| match rollup(i) < words {
        true => u32_at(input, state + rollup(i) * 8) as u128,
        false => 0,
    };
    let mut surplus = u128_at(input, 16);
    let mut total = 0;
    for i in 0..sold {
        surplus -= floor(i);
        total += part(i);
    }
    let mut left = surplus;
    for i in (0..sold).rev() {
        let extra = match total {
            0 => surplus / sold as u128,
            _ => portion(surplus, part(i), total),
        };
        let extra = if i == 0 { left } else { extra };
        left -= extra;
        output[i * 16..i * 16 + 16].copy_from_slice(&(floor(i) + extra).to_le_bytes());
    }
    output.as_ptr() as u32
}
